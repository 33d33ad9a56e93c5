using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Core.Times;

namespace Sunqar.Core.Rulebook;

/// <summary>
/// What the compiled rules see while one payment is decided or folded in: the payment, the registry, the rates and the windows. One an
/// engine, used over and over, so that a decision allocates nothing.
/// </summary>
public sealed class Frame
{
    /// <summary>A single amount counts at most this much in tiyn, so that sums stay exact in 64 bits: 90 trillion tenge.</summary>
    public const long TiynMax = 1L << 53;

    /// <summary>The payment at hand.</summary>
    internal SealedPayment Payment;

    internal IRegistryView Registry = EmptyRegistry.Instance;

    /// <summary>Measures that stand in the stream itself, beside the registry's.</summary>
    internal Func<Identity.SubjectId, long, MeasureStanding> Measures = (_, _) => MeasureStanding.None;

    /// <summary>False lets every payment pass without asking: nearly always.</summary>
    internal bool HasMeasures;

    internal RateTable Rates = new();

    internal IWindowReader Windows = NoWindows.Instance;

    /// <summary>Set when an amount was asked for and no rate was in force: the rule that asked cannot speak.</summary>
    internal bool RateMissing;

    /// <summary>Set when a wallet's standing was asked for and no watchlist was ever taken: that it is on none says nothing.</summary>
    internal bool ListMissing;

    internal LocalTime Zone = LocalTime.Kazakhstan;

    /// <summary>How late payments come at most, microseconds.</summary>
    internal long LatenessUs;

    /// <summary>The payment's amount in tiyn at the rate of its event time.</summary>
    internal long Amount => Tiyn(Payment.Amount.MinorUnits, Payment.Amount.Currency);

    /// <summary>Any amount in tiyn at the rate of the payment's event time.</summary>
    internal long Tiyn(long minorUnits, Currency currency)
    {
        if (currency == Currency.Kzt)
        {
            return Math.Clamp(minorUnits, -TiynMax, TiynMax);
        }
        var converted = Rates.Convert(new Money(minorUnits, currency), Currency.Kzt, Payment.TimeUs, Rounding.HalfEven);
        if (converted.Outcome == ConversionOutcome.RateUnknown)
        {
            RateMissing = true;
            return 0;
        }
        return converted.Outcome == ConversionOutcome.TooLarge ? TiynMax : Math.Clamp(converted.Money.MinorUnits, -TiynMax, TiynMax);
    }

    internal long PlatformStanding() => Payment.Platform is { } code ? (long)Registry.Platform(code, Payment.TimeUs) : RuleType.NoStanding;

    internal long WalletStanding()
    {
        if (Payment is not { WalletAddress: { } address })
            return RuleType.NoStanding;
        ListMissing |= !Registry.KnowsWallets;
        return (long)Registry.Wallet(Payment.WalletChain ?? "", address, Payment.TimeUs);
    }

    internal ulong WalletEnds() => Payment is { WalletAddress: { } address } ? Identity.AddressEnds.Of(address) : 0;

    /// <summary>Of what the payment's wallet received or sent, how much has to do with such wallets, millionths; 0 where nobody knows, or
    /// no wallet is named.</summary>
    internal long ExposureShare(ExposureAsked asked) => Exposure()?.Share(asked, SurveyedUs, out _) ?? 0;

    /// <summary>How old that is, microseconds; beyond any limit where nobody says anything of it, 0 where no wallet is named.</summary>
    internal long ExposureAge(ExposureAsked asked)
    {
        var ofUs = long.MinValue;
        return Exposure() is { } record && record.Share(asked, SurveyedUs, out ofUs) >= 0 ? AgeOf(ofUs) : 0;
    }

    /// <summary>How long ago the value of the payment's wallet was followed, likewise.</summary>
    internal long ExposureAge() => Exposure() is { } record ? AgeOf(record.MeasuredUs(SurveyedUs)) : 0;

    private long SurveyedUs => Registry.SurveyedUs(Payment.WalletChain ?? "");

    private ExposureRecord? Exposure() => Payment is { WalletAddress: { } address } ? Registry.Exposure(address) : null;

    /// <summary>A date that lies ahead of the payment by more than payments come late would never grow old: it counts as none.</summary>
    private long AgeOf(long ofUs) =>
        ofUs == long.MinValue || ofUs > Arithmetic.Add(Payment.TimeUs, LatenessUs)
            ? AgeUnknown * Units.DayUs
            : Math.Max(0, Payment.TimeUs - ofUs);

    /// <summary>The strictest measure on a party's person, account or card.</summary>
    internal long MeasureOn(bool sender)
    {
        var party = sender ? Payment.Sender : Payment.Recipient;
        var strictest = MeasureStanding.None;
        foreach (var subject in (ReadOnlySpan<Identity.SubjectId>)[party.Person, party.Account, party.Card])
        {
            var standing = subject.IsNone ? MeasureStanding.None : Registry.Measure(subject, Payment.TimeUs);
            strictest = standing > strictest ? standing : strictest;
            if (HasMeasures && !subject.IsNone && Measures(subject, Payment.TimeUs) is var own && own > strictest)
                strictest = own;
        }
        return (long)strictest;
    }

    /// <summary>How old something is of which the payment does not say when it began: older than any limit, so that a rule on what is new
    /// is silent.</summary>
    internal const long AgeUnknown = 999_999;

    /// <summary>Whole days from a day to the payment's, in the rulebook's zone; never below 0.</summary>
    internal long DaysSince(DateOnly? day) =>
        day is { } first ? Math.Max(0, Zone.Day(Payment.TimeUs).DayNumber - first.DayNumber) : AgeUnknown;

    /// <summary>Whole calendar months likewise: a month is full on the same day of the next, or on its last.</summary>
    internal long MonthsSince(DateOnly? day)
    {
        if (day is not { } first)
            return AgeUnknown;
        var now = Zone.Day(Payment.TimeUs);
        var months = (now.Year - first.Year) * 12 + now.Month - first.Month;
        var isFull = now.Day >= first.Day || now.Day == DateTime.DaysInMonth(now.Year, now.Month);
        return Math.Max(0, months - (isFull ? 0 : 1));
    }

    /// <summary>Hour of the day of the event time in the rulebook's zone, 0..23.</summary>
    internal long Hour() => Zone.Hour(Payment.TimeUs);
}

/// <summary>Answers windows for the payment in the frame.</summary>
internal interface IWindowReader
{
    /// <param name="window">Index in <see cref="LoadedRulebook.Windows"/>.</param>
    /// <param name="orElse">What an empty window gives.</param>
    long Read(int window, long orElse);
}

internal sealed class NoWindows : IWindowReader
{
    public static readonly NoWindows Instance = new();

    public long Read(int window, long orElse) => orElse;
}
