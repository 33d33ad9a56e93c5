using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Formats.Payments;
using Xunit;

namespace Sunqar.Tests.Formats;

public class PaymentJsonTests
{
    [Fact]
    public void Reading_into_a_form_allocates_the_id_alone_and_leaves_nothing_behind()
    {
        var (reader, form) = (new PaymentJson(null), new SentPayment());
        var json = Encoding.UTF8.GetBytes(
            """{"id":"CASPKZKA-1","kind":"card_top_up","time":"2026-01-15T09:30:00+05:00","amount":"612000.00","currency":"KZT","institution":"CASPKZKA","sender":{"iin":"800416100254","name":"Әсел \u0410.","confirmed":true},"recipient":{"iin":"680503250034","card":"card_1"},"terminal":{"id":"ATM-1","city":"Almaty"},"device":"d"}"""
        );
        Assert.Null(reader.Read(json, form));
        var least = long.MaxValue;
        // Until the compiler has optimised the reader, it boxes numbers here and there.
        for (var round = 0; round < 3_000 && least > 48; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1_000; i++)
                reader.Read(json, form);
            least = Math.Min(least, (GC.GetAllocatedBytesForCurrentThread() - before) / 1_000);
            if (least > 48)
                Thread.Sleep(20);
        }
        // A string of ten characters: 22 bytes and two each, in steps of eight.
        Assert.InRange(least, 0, 48);
        Assert.Equal(
            ("800416100254", "Әсел А.", "card_1"),
            (form[PersonalText.SenderIin].ToString(), form[PersonalText.SenderName].ToString(), form[PersonalText.RecipientCard].ToString())
        );
        Assert.Equal(((PaymentReading.Read)reader.Read(json)).Payment, form.ToPayment());
        form.Clear();
        Assert.Equal(new string('\0', 64), form.Room(64).ToString());
    }

    [Fact]
    public void Every_field_is_read()
    {
        var payment = PaymentExamples.Payment(PaymentExamples.Full);
        Assert.Equal(
            new Payment
            {
                Id = "CASPKZKA-2026-000001",
                Kind = PaymentKind.CardTopUp,
                TimeUs = new DateTimeOffset(2026, 1, 15, 9, 30, 0, TimeSpan.FromHours(5)).ToUnixTimeMilliseconds() * 1000,
                Amount = new Money(612_000_00, Currency.Kzt),
                Institution = "CASPKZKA",
                Sender = new Party("800416100254", "KZ86125KZT5004100100", null, "Абай Құнанбайұлы", true)
                {
                    Phone = "+77010000001",
                    Country = "KZ",
                    Registered = new DateOnly(2026, 1, 2),
                    Opened = new DateOnly(2025, 12, 31),
                },
                Recipient = new Party("680503250034", null, "card_A-1"),
                Terminal = new Terminal("ATM-0001", "Almaty", "KZ"),
                Device = "d-77",
                Wallet = new Wallet("tron", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"),
                Platform = "BYBIT",
                Asset = "USDT",
                Quantity = 1_165_710_000,
                Category = "6051",
                Purpose = "GIFT",
                Ip = "2001:db8::1",
            },
            payment
        );
    }

    [Fact]
    public void What_is_written_is_read_as_the_same_payment() =>
        Prop.ForAll(
                PaymentExamples.Any,
                payment =>
                {
                    var json = PaymentExamples.Write(payment);
                    // A reader of others agrees that it is JSON.
                    using var document = JsonDocument.Parse(json);
                    return PaymentExamples.Payment(json) == payment && PaymentExamples.Write(PaymentExamples.Payment(json)) == json;
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void The_order_of_fields_does_not_matter()
    {
        var members = JsonNode.Parse(PaymentExamples.Full)!.AsObject();
        var reversed = new JsonObject(members.Reverse().Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
        Assert.Equal(PaymentExamples.Payment(PaymentExamples.Full), PaymentExamples.Payment(reversed.ToJsonString()));
    }

    [Theory]
    [InlineData("id", "\"\"", "id")]
    [InlineData("id", "17", "id")]
    [InlineData("id", "null", "id")]
    [InlineData("id", "\"two words\"", "id")]
    [InlineData("kind", "\"gift\"", "kind")]
    [InlineData("kind", "\"Card_top_up\"", "kind")]
    [InlineData("time", "1768451400", "time")]
    [InlineData("time", "\"2026-01-15\"", "time")]
    [InlineData("time", "\"2026-01-15T09:30:00\"", "time")]
    [InlineData("time", "\"2026-01-15 09:30:00Z\"", "time")]
    [InlineData("time", "\"2026-01-15T09:30Z\"", "time")]
    [InlineData("time", "\"2026-02-30T09:30:00Z\"", "time")]
    [InlineData("time", "\"2026-01-15T24:00:00Z\"", "time")]
    [InlineData("time", "\"2026-01-15T09:30:00+0500\"", "time")]
    [InlineData("time", "\"2026-01-15T09:30:00.Z\"", "time")]
    [InlineData("time", "\"2026-01-15T09:30:00.1234567890Z\"", "time")]
    [InlineData("time", "\"2026-01-15T09:30:00+99:00\"", "time")]
    [InlineData("time", "\"1815-01-15T09:30:00Z\"", "time")]
    [InlineData("amount", "612000.00", "amount")]
    [InlineData("amount", "\"612000.001\"", "amount")]
    [InlineData("amount", "\"0.00\"", "amount")]
    [InlineData("amount", "\"-5\"", "amount")]
    [InlineData("amount", "\"1000000000001\"", "amount")]
    [InlineData("amount", "\"99999999999999999999999\"", "amount")]
    [InlineData("amount", "\"1e5\"", "amount")]
    [InlineData("currency", "\"XXX\"", "currency")]
    [InlineData("currency", "\"kzt\"", "currency")]
    [InlineData("institution", "\"Қазақ\"", "institution")]
    [InlineData("sender", "\"800416100254\"", "sender")]
    [InlineData("sender", "{\"inn\":\"1\"}", "sender")]
    [InlineData("sender", "{\"iin\":800416100254}", "sender.iin")]
    [InlineData("sender", "{\"name\":\"\\ud800\"}", "sender.name")]
    [InlineData("sender", "{\"name\":\"a\\u0000b\"}", "sender.name")]
    [InlineData("sender", "{\"confirmed\":\"true\"}", "sender.confirmed")]
    [InlineData("sender", "{\"confirmed\":true,\"confirmed\":true}", "sender.confirmed")]
    [InlineData("recipient", "{\"card\":\"with space\"}", "recipient.card")]
    [InlineData("recipient", "{\"pan\":\"1234\"}", "recipient.pan")]
    [InlineData("recipient", "{\"pan\":\"000000000001\"}", "recipient.pan")]
    [InlineData("recipient", "{\"pan\":\"000000000000\",\"card\":\"a\"}", "recipient.pan")]
    [InlineData("recipient", "{\"card\":\"a\",\"pan\":\"000000000000\"}", "recipient.pan")]
    [InlineData("recipient", "{}", "recipient")]
    [InlineData("terminal", "{\"city\":\"Almaty\"}", "terminal.id")]
    [InlineData("terminal", "{\"id\":{\"deep\":1}}", "terminal.id")]
    [InlineData("wallet", "{\"chain\":\"tron\"}", "wallet.address")]
    [InlineData("wallet", "{\"address\":\"T\"}", "wallet.chain")]
    [InlineData("wallet", "{\"chain\":\"solana\",\"address\":\"T\"}", "wallet.chain")]
    [InlineData("wallet", "{\"chain\":\"tron\",\"address\":\"TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u\"}", "wallet.address")]
    [InlineData("wallet", "{\"chain\":\"bitcoin\",\"address\":\"TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t\"}", "wallet.address")]
    [InlineData("asset", "\"US DT\"", "asset")]
    [InlineData("quantity", "\"0\"", "quantity")]
    [InlineData("quantity", "\"1.1234567\"", "quantity")]
    [InlineData("colour", "\"red\"", "")]
    public void A_bad_member_is_refused_by_name(string member, string value, string field)
    {
        var members = JsonNode.Parse(PaymentExamples.Full)!.AsObject();
        members.Remove(member);
        var json = members.ToJsonString()[..^1] + $",\"{member}\":{value}}}";
        var refused = Assert.IsType<PaymentReading.Refused>(PaymentExamples.Read(json));
        Assert.Equal(field, refused.Field);
        Assert.NotEqual("", refused.Expected);
    }

    [Theory]
    [InlineData("sender", "{\"phone\":\"87010000001\"}", "sender.phone")]
    [InlineData("sender", "{\"phone\":\"+770100\"}", "sender.phone")]
    [InlineData("sender", "{\"country\":\"kz\"}", "sender.country")]
    [InlineData("sender", "{\"country\":\"KAZ\"}", "sender.country")]
    [InlineData("sender", "{\"registered\":\"2026-02-30\"}", "sender.registered")]
    [InlineData("sender", "{\"opened\":\"1899-12-31\"}", "sender.opened")]
    [InlineData("sender", "{\"opened\":20260101}", "sender.opened")]
    [InlineData("category", "\"541\"", "category")]
    [InlineData("category", "5411", "category")]
    [InlineData("purpose", "\"two words\"", "purpose")]
    [InlineData("ip", "\"localhost\"", "ip")]
    [InlineData("terminal", "{\"id\":\"A\",\"country\":\"K\"}", "terminal.country")]
    public void A_bad_circumstance_is_refused_by_name(string member, string value, string field) =>
        A_bad_member_is_refused_by_name(member, value, field);

    [Theory]
    [InlineData("id")]
    [InlineData("kind")]
    [InlineData("time")]
    [InlineData("amount")]
    [InlineData("currency")]
    [InlineData("institution")]
    public void A_missing_or_repeated_member_is_refused_by_name(string member)
    {
        var members = JsonNode.Parse(PaymentExamples.Full)!.AsObject();
        var value = members[member]!.ToJsonString();
        var repeated = members.ToJsonString()[..^1] + $",\"{member}\":{value}}}";
        Assert.Equal((member, "given twice"), Refusal(repeated));
        members.Remove(member);
        Assert.Equal((member, "missing"), Refusal(members.ToJsonString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{")]
    [InlineData("{}}")]
    [InlineData("{\"id\":\"a\",}")]
    [InlineData("{\"id\":\"a\" /* no */}")]
    [InlineData("{\"sender\":{\"iin\":")]
    [InlineData("{'id':'a'}")]
    public void What_is_no_json_object_is_refused(string json) =>
        Assert.Equal("", Assert.IsType<PaymentReading.Refused>(PaymentExamples.Read(json)).Field);

    [Fact]
    public void What_is_not_utf8_or_too_long_is_refused()
    {
        var reader = new PaymentJson(null);
        Assert.Equal("not UTF-8", Assert.IsType<PaymentReading.Refused>(reader.Read([.. "{\"id\":\""u8, 0xC3, 0x28, .. "\"}"u8])).Reason);
        Assert.Equal("too long", Assert.IsType<PaymentReading.Refused>(reader.Read(new byte[PaymentLimits.BytesMax + 1])).Reason);
    }

    [Fact]
    public void Every_text_may_be_as_long_as_its_limit_and_no_longer()
    {
        Assert.IsType<PaymentReading.Read>(PaymentExamples.Read(With("id", new string('x', PaymentLimits.Id.CharactersMax))));
        Assert.Equal("id", Refusal(With("id", new string('x', PaymentLimits.Id.CharactersMax + 1))).Field);
        Assert.Equal("institution", Refusal(With("institution", new string('x', PaymentLimits.Institution.CharactersMax + 1))).Field);
        Assert.Equal("device", Refusal(With("device", new string('x', PaymentLimits.Device.CharactersMax + 1))).Field);
        Assert.Equal("platform", Refusal(With("platform", new string('x', PaymentLimits.Platform.CharactersMax + 1))).Field);
        Assert.Equal("asset", Refusal(With("asset", new string('x', PaymentLimits.Asset.CharactersMax + 1))).Field);
    }

    [Fact]
    public void A_time_ahead_of_the_given_one_is_refused()
    {
        var time = PaymentExamples.Payment(PaymentExamples.Full).TimeUs;
        Assert.IsType<PaymentReading.Read>(PaymentExamples.Read(PaymentExamples.Full, time));
        Assert.Equal("time", Assert.IsType<PaymentReading.Refused>(PaymentExamples.Read(PaymentExamples.Full, time - 1)).Field);
    }

    [Fact]
    public void An_invalid_iin_is_a_claim_that_is_kept()
    {
        var payment = PaymentExamples.Payment(PaymentExamples.Full.Replace("800416100254", "12345", StringComparison.Ordinal));
        Assert.Equal("12345", payment.Sender?.Iin);
    }

    [Fact]
    public void A_card_number_becomes_a_token_at_the_door_and_is_nowhere_in_the_answer()
    {
        const string Number = "000000000000";
        var json = PaymentExamples.Full.Replace("\"card\":\"card_A-1\"", $"\"pan\":\"{Number}\"", StringComparison.Ordinal);
        var payment = PaymentExamples.Payment(json);
        Assert.True(Pan.TryParse(Number, out var pan, out _));
        Assert.Equal(PaymentExamples.Tokeniser.Tokenise(pan).ToString(), payment.Recipient?.Card);
        Assert.DoesNotContain(Number, PaymentExamples.Write(payment), StringComparison.Ordinal);

        var broken = PaymentExamples.Read(json.Replace(Number, "000000000001", StringComparison.Ordinal));
        Assert.DoesNotContain("000000000001", broken.ToString(), StringComparison.Ordinal);
        var untaken = new PaymentJson(null).Read(Encoding.UTF8.GetBytes(json));
        Assert.Equal("recipient.pan", Assert.IsType<PaymentReading.Refused>(untaken).Field);
    }

    [Fact]
    public void Addresses_take_their_canonical_spelling()
    {
        var json = PaymentExamples.Full.Replace(
            "\"chain\":\"tron\",\"address\":\"TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t\"",
            "\"address\":\"0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed\",\"chain\":\"ethereum\"",
            StringComparison.Ordinal
        );
        Assert.Equal(new Wallet("ethereum", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"), PaymentExamples.Payment(json).Wallet);
    }

    [Fact]
    public void Escapes_are_texts_like_others()
    {
        var json = PaymentExamples.Full.Replace("Almaty", "\\u0410лматы \\\"2\\\"", StringComparison.Ordinal);
        Assert.Equal("Алматы \"2\"", PaymentExamples.Payment(json).Terminal?.City);
    }

    [Fact]
    public void No_damage_makes_an_exception() =>
        Prop.ForAll(
                Gen.ListOf(Gen.Choose(0, 600).Zip(Gen.Elements(Pieces)), 3).Zip(Gen.Choose(0, 600)).ToArbitrary(),
                damage =>
                {
                    var bytes = Encoding.UTF8.GetBytes(PaymentExamples.Full).ToList();
                    foreach (var (place, piece) in damage.Item1)
                    {
                        bytes.RemoveAt(place % bytes.Count);
                        bytes.InsertRange(place % bytes.Count, piece);
                    }
                    var reader = new PaymentJson(PaymentExamples.Tokeniser);
                    var whole = bytes.ToArray();
                    return reader.Read(whole) is not null && reader.Read(whole.AsSpan(0, damage.Item2 % whole.Length)) is not null;
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));

    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "",
            "\"",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\\",
            "\\u",
            "\\ud800",
            "\\u0000",
            "null",
            "true",
            "1e400",
            "-",
            "\u0000",
            "\n",
            "🦅",
            "{\"id\":",
            "\"pan\":\"1\"",
            "\"sender\":{}",
        }.Select(Encoding.UTF8.GetBytes),
        [0xff],
        [0xc3],
        [0xed, 0xa0, 0x80],
    ];

    [Fact]
    public void A_refusal_in_a_file_tells_line_column_field_and_what_was_expected()
    {
        var refused = Assert.IsType<PaymentReading.Refused>(PaymentExamples.Read("{\"id\":\"a\",\"kind\":\"gift\"}"));
        Assert.StartsWith(
            "p.ndjson: line 7, column 18 (kind): no such kind; expected one of card_top_up, ",
            refused.In("p.ndjson", 7).ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Writing_allocates_nothing()
    {
        var payment = PaymentExamples.Payment(PaymentExamples.Full);
        var output = new ArrayBufferWriter<byte>(1 << 20);
        var allocated = Allocation.Least(
            20,
            () =>
            {
                output.ResetWrittenCount();
                for (var i = 0; i < 100; i++)
                {
                    PaymentJson.Write(payment, output);
                }
            }
        );
        Assert.Equal(0, allocated);
    }

    private static string With(string member, string value)
    {
        var members = JsonNode.Parse(PaymentExamples.Full)!.AsObject();
        members[member] = value;
        if (member == "asset")
        {
            members.Remove("quantity");
        }
        return members.ToJsonString();
    }

    private static (string Field, string Reason) Refusal(string json)
    {
        var refused = Assert.IsType<PaymentReading.Refused>(PaymentExamples.Read(json));
        return (refused.Field, refused.Reason);
    }
}
