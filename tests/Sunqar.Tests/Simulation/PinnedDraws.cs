namespace Sunqar.Tests.Simulation;

/// <summary>What seed 1 gave when it was last changed on purpose.</summary>
internal static class PinnedDraws
{
    public const ulong First = 15657678729807338229;
    public const ulong Second = 14478607688759023903;

    /// <summary>File names with the first 64 bits of their SHA-256: 10,000 people, 6 days.</summary>
    public const string Files = """
        atms.csv 063e07e087e2a440
        chain-ethereum.csv e0031e396197e06d
        chain.csv fd435ab097b15c01
        history.ndjson b3ef23b9b0ff581a
        labels.yaml 17dea19f6108262a
        lookalikes.csv e11fe63678a969d1
        payments.ndjson a70775201a8689d5
        plants.csv 58fe5e488042e8f5
        providers.csv 2a648974a8d90044
        rates.csv 904c1d82259ba375
        registry.csv 986d8e7c121cea78
        rule-truth.csv d7095c65b44ccac4
        transfers.csv 1e19290ec8516915
        truth.csv d58b6120902642f5
        """;
}
