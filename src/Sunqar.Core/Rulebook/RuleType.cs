using Sunqar.Core.Payments;
using Sunqar.Core.Registry;

namespace Sunqar.Core.Rulebook;

/// <summary>The type of an expression: what it may be compared with, and how it is held while rules run.</summary>
/// <param name="Name">As messages name it.</param>
/// <param name="Held">bool, long, ulong (ids) or string.</param>
/// <param name="Symbols">The names that a value may have, where it has names.</param>
internal sealed record RuleType(string Name, Type Held, IReadOnlyDictionary<string, long>? Symbols = null)
{
    public static readonly RuleType Bool = new("yes or no", typeof(bool));
    public static readonly RuleType Number = new("a number", typeof(long));

    /// <summary>In tiyn; amounts in other currencies are converted at the rate in force at the event time.</summary>
    public static readonly RuleType Money = new("an amount of money", typeof(long));

    /// <summary>In millionths.</summary>
    public static readonly RuleType Percent = new("a percentage", typeof(long));
    public static readonly RuleType Duration = new("a duration", typeof(long));
    public static readonly RuleType Time = new("a time", typeof(long));
    public static readonly RuleType Person = new("a person", typeof(ulong));

    /// <summary>A card or an account: an instrument may be either, so they compare with each other.</summary>
    public static readonly RuleType Instrument = new("a card or account", typeof(ulong));
    public static readonly RuleType Device = new("a device", typeof(ulong));
    public static readonly RuleType Phone = new("a telephone", typeof(ulong));
    public static readonly RuleType Ip = new("a network address", typeof(ulong));

    /// <summary>How an address begins and ends: what people look at when they compare two.</summary>
    public static readonly RuleType Ends = new("the ends of an address", typeof(ulong));
    public static readonly RuleType Text = new("a text", typeof(string));
    public static readonly RuleType Kind = OfEnum<PaymentKind>(
        "a kind of payment",
        PaymentKinds.Table.Select(row => (row.Name, (long)row.Kind))
    );
    public static readonly RuleType Iin = OfEnum<IinStatus>("the state of an IIN");
    public static readonly RuleType Platform = OfEnum<PlatformStanding>("the standing of a platform", [("none", NoStanding)]);
    public static readonly RuleType Wallet = OfEnum<WalletStanding>("the standing of a wallet", [("none", NoStanding)]);
    public static readonly RuleType Measure = OfEnum<MeasureStanding>("a measure");
    public static readonly RuleType CurrencyCode = new(
        "a currency",
        typeof(long),
        Currencies.OfPayments.ToDictionary(c => c.Code(), c => (long)c)
    );

    /// <summary>The payment names no platform or wallet, so none has a standing.</summary>
    public const long NoStanding = 255;

    public bool IsId => Held == typeof(ulong);

    /// <summary>Values of the type have an order.</summary>
    public bool IsOrdered => this == Number || this == Money || this == Percent || this == Duration || this == Time;

    private static RuleType OfEnum<T>(string name, IEnumerable<(string Name, long Value)>? more = null)
        where T : struct, Enum
    {
        var symbols =
            typeof(T) == typeof(PaymentKind)
                ? []
                : Enum.GetValues<T>().ToDictionary(v => v.ToString().ToLowerInvariant(), v => Convert.ToInt64(v, null));
        foreach (var (symbol, value) in more ?? [])
        {
            symbols[symbol] = value;
        }
        return new RuleType(name, typeof(long), symbols);
    }
}
