namespace Sunqar.Tests.Simulation;

/// <summary>What seed 1 gave when it was last changed on purpose.</summary>
internal static class PinnedDraws
{
    public const ulong First = 15657678729807338229;
    public const ulong Second = 14478607688759023903;

    /// <summary>File names with the first 64 bits of their SHA-256: 10,000 people, 6 days.</summary>
    public const string Files = """
        atms.csv 063e07e087e2a440
        chain-ethereum.csv 7203e1d9659992db
        chain.csv b00fe96a99ff1dd2
        energy.csv e7a56c6e58b3cd65
        history.ndjson b3ef23b9b0ff581a
        labels.yaml e30e7fdf212f6d96
        lookalikes.csv 45cb2df558ddb84c
        payments.ndjson bafac788f1f707ff
        plants.csv 9e60cc8c860d04b5
        providers.csv 2a648974a8d90044
        rates.csv 904c1d82259ba375
        registry.csv 152d1e510cafc731
        rule-truth.csv 6c491187e2517667
        transfers.csv b32727d56521afce
        truth.csv b22f589b5c17da41
        """;
}
