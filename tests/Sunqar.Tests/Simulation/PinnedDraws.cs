namespace Sunqar.Tests.Simulation;

/// <summary>What seed 1 gave when it was last changed on purpose.</summary>
internal static class PinnedDraws
{
    public const ulong First = 15657678729807338229;
    public const ulong Second = 14478607688759023903;

    /// <summary>File names with the first 64 bits of their SHA-256: 10,000 people, 6 days.</summary>
    public const string Files = """
        atms.csv 063e07e087e2a440
        chain.csv 17c4944d7ef0e28d
        history.ndjson b3ef23b9b0ff581a
        labels.yaml 255bacda5374ff5e
        lookalikes.csv 2ca98a4032f14e17
        payments.ndjson d6cdb08385d80892
        plants.csv fc6c20001b0a73b9
        providers.csv 2a648974a8d90044
        rates.csv 904c1d82259ba375
        registry.csv 986d8e7c121cea78
        rule-truth.csv 92e300ab9a2446ef
        transfers.csv a0b0ead6e1346a40
        truth.csv 08e01ce850c1ad78
        """;
}
