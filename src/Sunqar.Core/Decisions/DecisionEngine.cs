using Sunqar.Core.Payments;
using Sunqar.Core.Registry;

namespace Sunqar.Core.Decisions;

/// <summary>
/// Decides payments of one stream, one at a time. Its state (the windows) is a fold over facts: <see cref="Decide"/> reads it,
/// <c>Apply</c> moves it on, so live running and replay are the same code. Not thread-safe: one engine a stream.
/// </summary>
public sealed class DecisionEngine
{
    private const long SenderLimitMinor = 500_000_00;
    private readonly Decision _allow = new(Outcome.Allow, [], "builtin", 0);

    /// <summary>An engine with the rulebook that ships with the program.</summary>
    public static DecisionEngine WithShippedRulebook() => new();

    /// <summary>Content hash of the rulebook that decides.</summary>
    public string RulebookVersion => _allow.RulebookVersion;

    /// <summary>What to answer for a payment, given all facts applied so far. Changes nothing that a later answer could see.</summary>
    public Decision Decide(in SealedPayment payment, IRegistryView registry)
    {
        if (payment.Platform is { } platform && registry.Platform(platform, payment.TimeUs) == PlatformStanding.Unlicensed)
        {
            var reason = new Reason("unlicensed_platform", $"The platform {platform} holds no licence in force.", "unlicensed", "licensed", "AIFC; National Bank");
            return new Decision(Outcome.Block, [reason], RulebookVersion, 0);
        }
        if (payment is { Kind: PaymentKind.CardTopUp, Amount: { Currency: Currency.Kzt, MinorUnits: > SenderLimitMinor } }
            && !(payment.Sender.Iin == IinStatus.Valid && payment.Sender.Confirmed))
        {
            var reason = new Reason("sender_iin", "A card top-up above 500,000 KZT needs the sender's confirmed IIN.", "unconfirmed", "500,000 KZT", "AFM");
            return new Decision(Outcome.VerifySender, [reason], RulebookVersion, 0);
        }
        return _allow;
    }

    /// <summary>A payment was decided: it counts in windows as its outcome says.</summary>
    public void Apply(in SealedPayment payment, Decision decision)
    {
    }

    /// <inheritdoc cref="Apply(in SealedPayment, Decision)"/>
    public void Apply(PaymentDecided fact) => Apply(fact.Payment, fact.Decision);

    /// <summary>A payment was undone.</summary>
    public void Apply(PaymentReversed fact)
    {
    }

    /// <summary>A hold lapsed: the payment counts now.</summary>
    public void Apply(HoldLapsed fact)
    {
    }
}
