namespace Sunqar.Core.Payments;

/// <summary>The optional parts of a payment, as flags.</summary>
[Flags]
public enum PaymentParts
{
    /// <summary>Nothing.</summary>
    None = 0,
    SenderIin = 1,
    SenderAccount = 2,
    SenderCard = 4,
    RecipientIin = 8,
    RecipientAccount = 16,
    RecipientCard = 32,
    Terminal = 64,
    Wallet = 128,
    Platform = 256,

    /// <summary>Where value leaves: card or account.</summary>
    SenderInstrument = SenderAccount | SenderCard,

    /// <summary>Where value arrives: card or account.</summary>
    RecipientInstrument = RecipientAccount | RecipientCard,

    /// <summary>Who sends, however named.</summary>
    SenderNamed = SenderInstrument | SenderIin,

    /// <summary>Who receives, however named.</summary>
    RecipientNamed = RecipientInstrument | RecipientIin,
}

/// <summary>One thing that a kind of payment must carry.</summary>
/// <param name="AnyOf">One of these suffices.</param>
/// <param name="Field">The field to name when it is missing.</param>
/// <param name="Expected">In words, for the answer.</param>
public sealed record Requirement(PaymentParts AnyOf, string Field, string Expected);
