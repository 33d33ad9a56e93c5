using Sunqar.Core.Payments;
using Sunqar.Core.Registry;

namespace Sunqar.Core.Rulebook;

/// <summary>Reads the tests beside a rule: <c>test "name" given … given … expect …</c>.</summary>
internal sealed class TestParser(TokenReader reader)
{
    private const int TimesMax = 10_000;

    /// <summary>Payments that the tests of one book give at most: a reading of a rulebook is no load test.</summary>
    private const int PaymentsMax = 200_000;

    private int _payments;

    /// <summary>What a given payment may set with a text, and what with a word or nothing.</summary>
    private static readonly string[] TextFields =
    [
        "institution",
        "sender.person",
        "sender.account",
        "sender.card",
        "recipient.person",
        "recipient.account",
        "recipient.card",
        "terminal",
        "city",
        "device",
        "platform",
        "asset",
        "wallet.chain",
        "wallet.address",
        "category",
        "purpose",
        "ip",
        "terminal.country",
        "sender.phone",
        "sender.country",
        "recipient.phone",
        "recipient.country",
    ];

    private static readonly string[] DayFields = ["sender.registered", "sender.opened", "recipient.registered", "recipient.opened"];

    private static readonly string[] FlagFields =
    [
        "sender.confirmed",
        "sender.named",
        "sender.attested",
        "sender.attested.finger",
        "sender.attested.face",
        "recipient.confirmed",
        "recipient.named",
        "recipient.attested",
        "recipient.attested.finger",
        "recipient.attested.face",
    ];

    private static readonly string[] CountFields = ["sender.device.people", "sender.devices"];

    private static readonly string[] IinFields = ["sender.iin", "recipient.iin"];

    /// <summary>Reads on after the word <c>test</c>.</summary>
    public RuleTest Test(Place place)
    {
        var name = reader.Expect(TokenKind.Text, "the test's name in double quotes").Text;
        var givens = new List<Given>();
        while (reader.TryTake("given"))
        {
            givens.Add(GivenOne());
        }
        if (givens.Count == 0 || givens[^1] is not GivenPayments)
        {
            throw reader.Fault($"A test's last 'given' is the payment to decide; found {reader.Current.Shown}.");
        }
        reader.Expect("expect");
        var expected = reader.Expect(TokenKind.Word, "fires, silent or an outcome");
        return expected.Text switch
        {
            "fires" => new RuleTest(place.Line, name, givens, Expectation.Fires, null),
            "silent" => new RuleTest(place.Line, name, givens, Expectation.Silent, null),
            _ when RuleOutcomes.Answers.Contains(expected.Text) => new RuleTest(
                place.Line,
                name,
                givens,
                Expectation.Outcome,
                expected.Text
            ),
            _ => throw new RulebookFaultException(
                expected.Place,
                $"'{expected.Text}' is nothing to expect.{NearestName.Hint(expected.Text, [.. RuleOutcomes.Answers, "fires", "silent"])}"
            ),
        };
    }

    private Given GivenOne()
    {
        if (reader.TryTake("platform"))
        {
            var code = reader.Expect(TokenKind.Text, "the platform's code in double quotes").Text;
            return new GivenPlatform(code, Standing<PlatformStanding>());
        }
        if (reader.TryTake("wallet"))
        {
            var address = reader.Expect(TokenKind.Text, "the wallet's address in double quotes").Text;
            reader.Expect("is");
            return reader.TryTake("exposed") ? Exposed(address)
                : reader.TryTake("traced") ? Traced(address)
                : new GivenWallet(address, StandingWord<WalletStanding>());
        }
        if (reader.TryTake("subject"))
        {
            var subject = reader.Expect(TokenKind.Text, "the subject's name in double quotes").Text;
            return new GivenMeasure(TestSubjects.Named(subject), Standing<MeasureStanding>());
        }
        return reader.TryTake("rate") ? Rate() : Payments();
    }

    /// <summary><c>exposed 40% to mixing_service at 2 hops</c>.</summary>
    private GivenExposure Exposed(string address)
    {
        var percent = ExposureParser.Whole(reader, 100, "a share, 0% to 100%");
        reader.Expect("%");
        reader.Expect("to");
        var category = ExposureParser.Category(reader);
        reader.Expect("at");
        var hops = ExposureParser.Whole(reader, ExposureAsked.HopsMax, $"a number of hops, 0 to {ExposureAsked.HopsMax}");
        if (!reader.TryTake("hop"))
            reader.Expect("hops");
        return new GivenExposure(address, new ExposureShare(category, FlowDirection.In, hops, percent * 10_000, 100), null);
    }

    /// <summary><c>traced</c>, or <c>traced 3 days ago</c>.</summary>
    private GivenExposure Traced(string address)
    {
        var age = 0L;
        if (reader.Current.Kind == TokenKind.Number)
        {
            age = reader.Duration();
            reader.Expect("ago");
        }
        return new GivenExposure(address, null, age);
    }

    private TStanding Standing<TStanding>()
        where TStanding : struct, Enum
    {
        reader.Expect("is");
        return StandingWord<TStanding>();
    }

    private TStanding StandingWord<TStanding>()
        where TStanding : struct, Enum
    {
        var word = reader.Expect(TokenKind.Word, "a standing");
        var names = Enum.GetNames<TStanding>().ToDictionary(n => n.ToLowerInvariant(), n => Enum.Parse<TStanding>(n));
        return names.TryGetValue(word.Text, out var standing)
            ? standing
            : throw new RulebookFaultException(word.Place, $"'{word.Text}' is no standing.{NearestName.Hint(word.Text, names.Keys)}");
    }

    private GivenRate Rate()
    {
        var word = reader.Expect(TokenKind.Word, "a currency");
        if (!Currencies.TryParseOfPayment(word.Text, out var currency) || currency == Currency.Kzt)
        {
            throw new RulebookFaultException(
                word.Place,
                $"'{word.Text}' is no foreign currency.{NearestName.Hint(word.Text, ["USD", "EUR", "RUB", "CNY", "USDT"])}"
            );
        }
        reader.Expect("=");
        var place = reader.Current.Place;
        var tenge = reader.MoneyLiteral();
        return tenge.Currency == Currency.Kzt
            ? new GivenRate(currency, tenge.MinorUnits)
            : throw new RulebookFaultException(place, "A rate is given in KZT.");
    }

    private GivenPayments Payments()
    {
        var times = 1;
        if (reader.Current.Kind == TokenKind.Number)
        {
            var number = reader.Take();
            if (!int.TryParse(number.Text, out times) || times is < 1 or > TimesMax)
            {
                throw new RulebookFaultException(number.Place, $"A payment is given 1 to {TimesMax} times.");
            }
            reader.Expect("times");
        }
        if ((_payments += times) > PaymentsMax)
        {
            throw reader.Fault($"The tests of a rulebook give at most {PaymentsMax} payments.");
        }
        var word = reader.Expect(TokenKind.Word, "a kind of payment, platform, wallet, subject or rate");
        if (!PaymentKinds.TryParse(word.Text, out var kind))
        {
            throw new RulebookFaultException(
                word.Place,
                $"'{word.Text}' is no kind of payment.{NearestName.Hint(word.Text, PaymentKinds.All)}"
            );
        }
        reader.Expect("of");
        var amount = reader.MoneyLiteral();
        long? at = null;
        var step = Units.MinuteUs;
        var fields = new List<(string, string)>();
        while (reader.Current.Kind == TokenKind.Word && !reader.Current.Is("given") && !reader.Current.Is("expect"))
        {
            if (reader.TryTake("at"))
            {
                at = reader.Moment();
            }
            else if (reader.TryTake("every") || reader.TryTake("after"))
            {
                step = reader.Duration();
            }
            else
            {
                fields.Add(Field());
            }
        }
        return new GivenPayments(times, kind, amount, at, step, fields);
    }

    private (string Field, string Value) Field()
    {
        var field = reader.Take();
        if (TextFields.Contains(field.Text))
        {
            return (field.Text, reader.Expect(TokenKind.Text, "a text in double quotes").Text);
        }
        if (DayFields.Contains(field.Text))
        {
            var day = reader.Expect(TokenKind.Text, "a day in double quotes");
            return DateOnly.TryParseExact(day.Text, "yyyy-MM-dd", out _)
                ? (field.Text, day.Text)
                : throw new RulebookFaultException(day.Place, $"'{day.Text}' is no day. Expected \"2026-01-31\".");
        }
        if (FlagFields.Contains(field.Text))
        {
            return (field.Text, "yes");
        }
        if (CountFields.Contains(field.Text))
        {
            var count = reader.Expect(TokenKind.Number, $"a number, 1 to {KeyProof.CountMax}");
            return int.TryParse(count.Text, out var number) && number is >= 1 and <= KeyProof.CountMax
                ? (field.Text, count.Text)
                : throw new RulebookFaultException(count.Place, $"Counts stop at {KeyProof.CountMax}, for so many and more.");
        }
        if (IinFields.Contains(field.Text))
        {
            var status = reader.Expect(TokenKind.Word, "absent, invalid or valid");
            return status.Text is "absent" or "invalid" or "valid"
                ? (field.Text, status.Text)
                : throw new RulebookFaultException(
                    status.Place,
                    $"'{status.Text}' is no state of an IIN. Expected absent, invalid or valid."
                );
        }
        string[] known =
        [
            .. TextFields,
            .. DayFields,
            .. FlagFields,
            .. CountFields,
            .. IinFields,
            "at",
            "every",
            "after",
            "given",
            "expect",
        ];
        throw new RulebookFaultException(field.Place, $"A given payment has no '{field.Text}'.{NearestName.Hint(field.Text, known)}");
    }
}
