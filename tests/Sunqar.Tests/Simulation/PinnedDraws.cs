namespace Sunqar.Tests.Simulation;

/// <summary>What seed 1 gave when it was last changed on purpose.</summary>
internal static class PinnedDraws
{
    public const ulong First = 15657678729807338229;
    public const ulong Second = 14478607688759023903;

    /// <summary>File names with the first 64 bits of their SHA-256: 10,000 people, 6 days.</summary>
    public const string Files = """
        atms.csv 063e07e087e2a440
        chain.csv 800de9399f19c783
        history.ndjson b3ef23b9b0ff581a
        labels.yaml d3ae1676355ba810
        lookalikes.csv ad3d78e1d1297696
        payments.ndjson f29a59849bd2c184
        plants.csv f2d054287fb0944d
        providers.csv 2a648974a8d90044
        rates.csv 904c1d82259ba375
        registry.csv 0472a908207405fb
        transfers.csv 501bd488a7442cfc
        truth.csv 0bf8fc7ca8f3d87d
        """;
}
