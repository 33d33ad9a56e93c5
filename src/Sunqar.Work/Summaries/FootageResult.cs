namespace Sunqar.Work.Summaries;

/// <summary>How a bank keeps the footage of its machines, planted against found.</summary>
/// <param name="Planted">What it does: honest, deletes early, loses a camera, commits late, lost in silence.</param>
/// <param name="Score">0 to 100.</param>
/// <param name="Found">The finding that speaks against it; empty where there is none.</param>
/// <param name="Unseen">Withdrawals that no camera saw.</param>
public sealed record FootageResult(string Bank, string Planted, int Score, string Found, long Unseen)
{
    public const string Honest = "honest";

    public bool IsFailing => Planted != Honest;

    public bool IsFound => Found.Length > 0;
}
