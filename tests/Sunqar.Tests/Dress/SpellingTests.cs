using System.Text;
using Sunqar.Core.Chain;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Core.Transfers;
using Sunqar.Formats.Lists;
using Sunqar.Formats.Payments;
using Sunqar.Formats.Transfers;
using Sunqar.Storage.Keys;
using Sunqar.Tests.Formats;
using Sunqar.Tests.Iso20022;
using Sunqar.Tests.Storage;
using Xunit;

namespace Sunqar.Tests.Dress;

/// <summary>One account in two spellings is one account, at every door (issue 13, kind B).</summary>
public sealed class SpellingTests
{
    private const string Evm = "0x52908400098527886E0F7030069857D2E4169EE7",
        Tron = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
        TronHex = "41a614f803b6fd780986a42c78ec9c7f77e6ded13c",
        Segwit = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
        Iban = "KZ86125KZT5004100100";

    /// <summary>Pairs of spellings of one account.</summary>
    public static TheoryData<string, string> Same { get; } =
        new()
        {
            { Evm, Evm.ToLowerInvariant() },
            { Evm, "0X" + Evm[2..].ToUpperInvariant() },
            { Evm, " " + Evm + " " },
            { Evm, "\uFEFF" + Evm },
            { Evm, "ethereum:" + Evm },
            { Tron, TronHex },
            { Tron, TronHex.ToUpperInvariant() },
            { Tron, "0x" + TronHex },
            { Tron, "tron:" + Tron },
            { Segwit, Segwit.ToUpperInvariant() },
            { Segwit, "bitcoin:" + Segwit },
            { Segwit, "BITCOIN:" + Segwit.ToUpperInvariant() },
            // Litecoin's own example of BIP173 with its prefix, made with the checksum of that prefix.
            { "ltc1qw508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n9", "LTC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KGMN4N9" },
            { "qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a", "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a" },
            { Iban, "kz86125kzt5004100100" },
            { Iban, "KZ86 125K ZT50 0410 0100" },
            { Iban, "IBAN KZ86 125K ZT50 0410 0100" },
            { Iban, "KZ86-125K-ZT50-0410-0100" },
            { Iban, "\u00A0KZ86\u00A0125K\u00A0ZT50\u00A00410\u00A00100" },
            { "DE89370400440532013000", "de89 3704 0044 0532 0130 00" },
            { "acc-1", "acc-1 " },
        };

    [Theory]
    [MemberData(nameof(Same))]
    public void Two_spellings_have_one_form_and_are_one_node(string one, string other)
    {
        Assert.Equal(AccountForm.Of(one), AccountForm.Of(other));
        Assert.Equal(AccountForm.Of(one), AccountForm.Of(AccountForm.Of(one)));
        var accounts = new AccountTable();
        var node = accounts.Intern(Encoding.UTF8.GetBytes(other));
        Assert.Equal(node, accounts.Intern(Encoding.UTF8.GetBytes(one)));
        Assert.Equal(other.Trim(), accounts.Id(node));
        Assert.True(accounts.TryFind(one, out var found));
        Assert.Equal(node, found);
    }

    [Theory]
    [InlineData("ABC", "abc")]
    [InlineData(Tron, "tr7nhqjekqxgtci8q8zy4pl8otszgjlj6t")]
    [InlineData("KZ86125KZT5004100101", "kz86125kzt5004100101")]
    [InlineData("1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", "1bvbmseystwetqtfn5au4m4gfg7xjanvn2")]
    [InlineData("0x52908400098527886E0F7030069857D2E4169EE", "0x52908400098527886e0f7030069857d2e4169ee")]
    [InlineData("BE12deadbeef0000", "be12deadbeef0000")]
    public void What_no_rule_makes_one_stays_two(string one, string other) => Assert.NotEqual(AccountForm.Of(one), AccountForm.Of(other));

    [Theory]
    [MemberData(nameof(Same))]
    public void Bytes_have_the_form_of_their_characters(string one, string other)
    {
        foreach (var text in (string[])[one, other])
        {
            var form = AccountForm.Of(Encoding.UTF8.GetBytes(text), new byte[AccountForm.LengthMax]);
            Assert.Equal(AccountForm.Of(text), Encoding.UTF8.GetString(form));
        }
    }

    [Theory]
    [MemberData(nameof(Same))]
    public void Transfers_labels_and_tags_meet(string one, string other)
    {
        var builder = new TransferTableBuilder();
        var file = $"id,time,from,to,amount\n1,2026-01-05T10:00:00Z,\"{one}\",x,5\n2,2026-01-05T10:00:00Z,x,\"{other}\",5\n";
        var outcome = TransferFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(file)), "t.csv", null, builder);
        Assert.IsType<TransferFileOutcome.Completed>(outcome);
        var table = builder.Build();
        Assert.Equal(table.From[0], table.To[1]);
        var attribution = new Attribution();
        attribution.AddTag(other, "Testex");
        Assert.Equal("Testex", attribution.Of(one)?.Label);
        Assert.Equal("Testex", attribution.Of(table.Accounts)[table.From[0]]?.Label);
        var services = new ServiceLabels();
        services.Add(one, "Testex");
        Assert.Equal("testex", services.EntityOf(other));
    }

    [Theory]
    [InlineData(Tron, TronHex)]
    [InlineData(Segwit, "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4")]
    [InlineData(Evm, "0x52908400098527886e0f7030069857d2e4169ee7")]
    public void Lists_and_the_registry_answer_for_every_spelling(string one, string other)
    {
        var fold = new RegistryFold();
        var pack = $"label: L\ncategory: black_list\ntags:\n- address: \"{other}\"\n";
        Assert.IsType<ListFileOutcome.Completed>(
            ListFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(pack)), "p", "tagpack", fact => fold.Apply(fact))
        );
        // A decision asks in the chain's own spelling.
        Assert.Equal(WalletStanding.Seized, fold.Snapshot.Wallet("", one, 0));
        var registry = "code,name,status,regime,wallets\n" + $"A,A Ltd,registered,,{other}\n";
        ListFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(registry)), "r", "registry", fact => fold.Apply(fact));
        Assert.Equal("A", fold.Snapshot.PlatformOfWallet(one));
        Assert.Equal("A", fold.Snapshot.PlatformOfWallet(other));
    }

    [Theory]
    [InlineData("kz86125kzt5004100100")]
    [InlineData("KZ86 125K ZT50 0410 0100")]
    public void Payments_of_every_door_are_of_one_account(string spelling)
    {
        using var folder = new TempFolder();
        using var keys = new KeyStore(folder["keys"], folder["root.key"]);
        var sealer = new PaymentSealer(keys);
        SealedPayment Sealed(Payment payment)
        {
            var batch = new SealedBatch();
            sealer.Seal([payment], batch);
            return batch.Payments[0];
        }
        Payment FromJson(string account) =>
            PaymentExamples.Payment(
                $$$"""{"id":"1","kind":"account_transfer","time":"2026-01-15T09:30:00+05:00","amount":"1.00","currency":"KZT","institution":"CASPKZKA","sender":{"account":"{{{account}}}"},"recipient":{"account":"A-2"}}"""
            );
        var canonical = Sealed(FromJson(Iban));
        Assert.Equal(canonical, Sealed(FromJson(spelling)));
        var message = MessageExamples
            .Pacs8()
            .Replace($"<IBAN>{Iban}</IBAN>", $"<Othr><Id>{spelling}</Id></Othr>", StringComparison.Ordinal);
        Assert.Equal(canonical.Sender.Account, Sealed(MessageExamples.Taken(message).Transfers[0].Payment!).Sender.Account);
        Assert.Equal(canonical.Sender.Account, keys.Find(SubjectKind.Account, spelling));
    }

    [Fact]
    public void A_wallet_in_hexadecimal_is_read_at_the_door()
    {
        var payment = PaymentExamples.Payment(
            $$$"""{"id":"1","kind":"crypto_deposit","time":"2026-01-15T09:30:00+05:00","amount":"1.00","currency":"KZT","institution":"CASPKZKA","recipient":{"account":"A-2"},"platform":"P","wallet":{"chain":"tron","address":"{{{TronHex}}}"}}"""
        );
        Assert.Equal(Tron, payment.Wallet!.Address);
        Assert.True(PaymentLimits.Account.Admits(AccountForm.Of("KZ86 125K ZT50 0410 0100")));
    }
}
