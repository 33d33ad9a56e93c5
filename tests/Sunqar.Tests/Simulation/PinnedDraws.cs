namespace Sunqar.Tests.Simulation;

/// <summary>What seed 1 gave when it was last changed on purpose.</summary>
internal static class PinnedDraws
{
    public const ulong First = 15657678729807338229;
    public const ulong Second = 14478607688759023903;

    /// <summary>File names with the first 64 bits of their SHA-256: 10,000 people, 6 days.</summary>
    public const string Files = """
        atms.csv 063e07e087e2a440
        chain.csv 92ae7fbbcc7fe0b9
        history.ndjson b3ef23b9b0ff581a
        labels.yaml d3ae1676355ba810
        lookalikes.csv 2dc557b9309e7b51
        payments.ndjson 647bd7e0c57c2ff3
        plants.csv 8939f65a72756427
        providers.csv 2a648974a8d90044
        rates.csv 904c1d82259ba375
        registry.csv 986d8e7c121cea78
        rule-truth.csv e5a5cf9ab3ab2e68
        transfers.csv 073a066caf3a6cae
        truth.csv 30508de00b32fe66
        """;
}
