using Sunqar.Core.Facts;

namespace Sunqar.Core.Registry;

/// <summary>Somebody says what a wallet is.</summary>
/// <param name="Label">In the source's words.</param>
/// <param name="Category">GraphSense's word where the source has one: exchange, mixing_service, black_list, ...; empty where not.</param>
/// <param name="Actor">Id of the actor behind it (<see cref="Registry.Actor.Id"/>), or empty.</param>
/// <param name="Source">Where it was published.</param>
/// <param name="Confidence">How the source knows; its weight is <see cref="LabelConfidence.Percent"/>.</param>
public sealed record WalletLabel(
    string Chain,
    string Address,
    string Label,
    string Category,
    string Actor,
    string Source,
    string Confidence
);

/// <summary>Labels were attributed to wallets; one fact carries a run of them.</summary>
public sealed record LabelsAttributed(IReadOnlyList<WalletLabel> Labels) : Fact;

/// <summary>Who may stand behind labels: an exchange, a service, a market.</summary>
/// <param name="Jurisdictions">ISO 3166 alpha-2.</param>
public sealed record Actor(
    string Id,
    string Name,
    IReadOnlyList<string> Categories,
    IReadOnlyList<string> Jurisdictions,
    IReadOnlyList<string> Domains,
    IReadOnlyList<string> Aliases
);

/// <summary>Actors were described; one fact carries a run of them.</summary>
public sealed record ActorsDescribed(string Source, IReadOnlyList<Actor> Actors) : Fact;

/// <summary>The scale of how a label is known, after GraphSense's confidence vocabulary (tagpack-tool, confidence levels 0–100).</summary>
public static class LabelConfidence
{
    private static readonly Dictionary<string, int> Percents = new(StringComparer.Ordinal)
    {
        ["override"] = 100,
        ["ownership"] = 100,
        ["ledger_immanent"] = 100,
        ["manual_transaction"] = 90,
        ["service_api"] = 70,
        ["authority_data"] = 60,
        ["trusted_provider"] = 50,
        ["service_data"] = 50,
        ["forensic"] = 50,
        ["untrusted_transaction"] = 40,
        ["web_crawl"] = 20,
        ["heuristic"] = 10,
        [Unknown] = 5,
    };

    /// <summary>What a source says that does not say how it knows.</summary>
    public const string Unknown = "unknown";

    /// <summary>The words of the scale, the surest first.</summary>
    public static IReadOnlyCollection<string> Words => Percents.Keys;

    /// <summary>Whether a word is one of the scale.</summary>
    public static bool IsWord(string confidence) => Percents.ContainsKey(confidence);

    /// <summary>Weight in percent; an unknown word weighs as "unknown".</summary>
    public static int Percent(string confidence) => Percents.GetValueOrDefault(confidence, Percents[Unknown]);
}
