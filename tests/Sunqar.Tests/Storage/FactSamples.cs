using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Storage.Codec;
using Sunqar.Storage.Journal;
using Xunit;

namespace Sunqar.Tests.Storage;

/// <summary>Facts for the journal's tests. One of every kind is made by reflection, each member with a value of its own, so that a codec
/// that forgets one is found.</summary>
internal static class FactSamples
{
    private static readonly Decision Allow = new(Outcome.Allow, [], "builtin", 0);

    public static PaymentDecided Payment(int number) =>
        new(
            new SealedPayment(
                "P-" + number.ToString(CultureInfo.InvariantCulture),
                PaymentKind.CardTopUp,
                1_760_000_000_000_000 + number,
                new Money(number + 1, Currency.Kzt),
                "CASPKZKA",
                new SealedParty(new SubjectId(1), default, default, IinStatus.Valid, true),
                default,
                "ATM-1",
                "Almaty",
                default,
                null,
                null,
                null,
                null,
                0,
                (UInt128)number
            ),
            Allow
        );

    public static Fact[] Payments(int from, int count) => [.. Enumerable.Range(from, count).Select(Payment)];

    public static long NumberOf(Fact fact) => (long)((PaymentDecided)fact).Payment.ContentHash;

    /// <summary>A fact whose record has exactly this many bytes.</summary>
    public static OpaqueFact OfSize(int bytes)
    {
        // Field number 1000: a tag of two bytes, then the length.
        var head =
            2
            + (
                bytes - 3 < 0x80 ? 1
                : bytes - 4 < 0x4000 ? 2
                : bytes - 5 < 0x20_0000 ? 3
                : 4
            );
        return new OpaqueFact(1000, new byte[bytes - head]);
    }

    public static IEnumerable<Fact> OfEveryKind()
    {
        var seed = 1;
        foreach (var codec in FactCodecs.All)
            yield return (Fact)Make(codec.FactType, ref seed);
        yield return new OpaqueFact(5000, new byte[] { 1, 2, 3 });
    }

    public static object Make(Type type, ref int seed)
    {
        var n = seed++;
        if (type == typeof(string))
            return "text " + n.ToString(CultureInfo.InvariantCulture) + " ө";
        if (type == typeof(bool))
            return true;
        if (type == typeof(double))
            return n / 8.0;
        if (type == typeof(Int128))
            return -((Int128)n << 70) - 1;
        if (type == typeof(UInt128))
            return ((UInt128)n << 70) + 1;
        if (type == typeof(ReadOnlyMemory<byte>))
            return new ReadOnlyMemory<byte>([(byte)(n % 256), 0, 255]);
        if (type == typeof(Fact))
            return Payment(n);
        if (type.IsEnum)
            return Enum.GetValues(type).GetValue(1 + n % (Enum.GetValues(type).Length - 1))!;
        if (type.IsPrimitive)
            return Convert.ChangeType(n % 100 + 1, type, CultureInfo.InvariantCulture);
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return Make(inner, ref seed);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            var list = Array.CreateInstance(type.GetGenericArguments()[0], 2);
            for (var i = 0; i < list.Length; i++)
                list.SetValue(Make(type.GetGenericArguments()[0], ref seed), i);
            return list;
        }
        if (type == typeof(IReadOnlyDictionary<string, string>))
            return new Dictionary<string, string> { ["b" + n] = "x", ["a" + n] = "y" };
        var constructor = type.GetConstructors().MaxBy(candidate => candidate.GetParameters().Length)!;
        var arguments = new List<object>();
        foreach (var parameter in constructor.GetParameters())
            arguments.Add(Make(parameter.ParameterType, ref seed));
        return constructor.Invoke([.. arguments]);
    }

    public static void AssertSame(IEnumerable<Fact> expected, IEnumerable<Fact> actual) =>
        Assert.Equal(expected.Select(Dump), actual.Select(Dump));

    /// <summary>Everything a fact holds, as text: records compare lists by reference.</summary>
    public static string Dump(object? value)
    {
        switch (value)
        {
            case null:
                return "null";
            case string or double or Int128 or UInt128 or Enum:
                return Convert.ToString(value, CultureInfo.InvariantCulture)!;
            case ReadOnlyMemory<byte> bytes:
                return Convert.ToHexString(bytes.Span);
            case IDictionary map:
                return string.Join(',', map.Keys.Cast<string>().Order(StringComparer.Ordinal).Select(key => key + "=" + map[key]));
            case IEnumerable list:
                return "[" + string.Join(',', list.Cast<object?>().Select(Dump)) + "]";
        }
        if (value.GetType().IsPrimitive)
            return Convert.ToString(value, CultureInfo.InvariantCulture)!;
        var text = new StringBuilder(value.GetType().Name).Append('(');
        foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetIndexParameters().Length == 0 && property.CanRead && IsData(value.GetType(), property))
                text.Append(property.Name).Append(':').Append(Dump(property.GetValue(value))).Append(' ');
        }
        return text.Append(')').ToString();
    }

    /// <summary>Only what the constructor takes: computed properties say nothing new, and some of them throw.</summary>
    private static bool IsData(Type type, PropertyInfo property) =>
        type.GetConstructors()
            .Any(constructor =>
                constructor
                    .GetParameters()
                    .Any(parameter => string.Equals(parameter.Name, property.Name, StringComparison.OrdinalIgnoreCase))
            );
}
