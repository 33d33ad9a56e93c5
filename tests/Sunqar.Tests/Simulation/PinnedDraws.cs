namespace Sunqar.Tests.Simulation;

/// <summary>What seed 1 gave when it was last changed on purpose.</summary>
internal static class PinnedDraws
{
    public const ulong First = 15657678729807338229;
    public const ulong Second = 14478607688759023903;

    /// <summary>File names with the first 64 bits of their SHA-256: 10,000 people, 6 days.</summary>
    public const string Files = """
        atms.csv 063e07e087e2a440
        chain-ethereum.csv ea70b7cbc16a8e13
        chain.csv 531503529e9292b8
        history.ndjson b3ef23b9b0ff581a
        labels.yaml fd15650c2686e2e0
        lookalikes.csv 663487d310688c0f
        payments.ndjson 5af30a3dbe664cb9
        plants.csv 0afa6e26ae1b87a7
        providers.csv 2a648974a8d90044
        rates.csv 904c1d82259ba375
        registry.csv 986d8e7c121cea78
        rule-truth.csv 4a6ec04287976733
        transfers.csv 433fafe0195416fe
        truth.csv 27650c0861804f01
        """;
}
