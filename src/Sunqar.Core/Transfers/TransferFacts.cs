using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;

namespace Sunqar.Core.Transfers;

/// <summary>
/// One end of an imported transfer: an account under its pseudonym, or something that is nobody's own and stays open (a wallet address, a
/// terminal, a platform's code).
/// </summary>
/// <param name="Open">The id as it stood; null where <paramref name="Account"/> stands for it.</param>
public readonly record struct TransferEnd(SubjectId Account, string? Open)
{
    /// <summary>The node of the transfer graph.</summary>
    public override string ToString() => Open ?? Account.ToString();
}

/// <summary>A transfer from an imported file as the house keeps it.</summary>
/// <param name="Id">As in the file.</param>
/// <param name="TimeUs">Microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="AmountMicro">Millionths of one unit of the currency.</param>
public readonly record struct ImportedTransfer(
    string Id,
    long TimeUs,
    TransferEnd From,
    TransferEnd To,
    long AmountMicro,
    Currency Currency,
    TransferKind Kind
);

/// <summary>Transfers were imported from a file; one fact carries a run of them.</summary>
public sealed record TransfersImported(IReadOnlyList<ImportedTransfer> Transfers) : Fact;
