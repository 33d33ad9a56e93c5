namespace Sunqar.Tests.Simulation;

/// <summary>What seed 1 gave when it was last changed on purpose.</summary>
internal static class PinnedDraws
{
    public const ulong First = 15657678729807338229;
    public const ulong Second = 14478607688759023903;

    /// <summary>File names with the first 64 bits of their SHA-256: 10,000 people, 6 days.</summary>
    public const string Files = """
        atms.csv 063e07e087e2a440
        chain.csv f432bc108aafffe6
        history.ndjson b3ef23b9b0ff581a
        labels.yaml 239279be89350bf7
        lookalikes.csv 5241d4259dd01be7
        payments.ndjson 50d5650d62444cf0
        plants.csv 8136727811580fbc
        providers.csv 2a648974a8d90044
        rates.csv 904c1d82259ba375
        registry.csv 986d8e7c121cea78
        rule-truth.csv ee31aa6e71926461
        transfers.csv 56cc1bf5791cdba7
        truth.csv 32b560eab54aa8af
        """;
}
