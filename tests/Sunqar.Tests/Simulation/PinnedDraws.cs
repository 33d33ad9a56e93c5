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
        lookalikes.csv f3ea994cd824a19e
        payments.ndjson 3ac9b7e7e203954c
        plants.csv f2d054287fb0944d
        providers.csv 2a648974a8d90044
        rates.csv 904c1d82259ba375
        registry.csv ef1fe3adfb85fbcd
        transfers.csv 84d604c195b18008
        truth.csv 8571fdb95d5f87bd
        """;
}
