using System.Globalization;
using System.Text;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Storage;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;
using Xunit;

namespace Sunqar.Tests.Storage;

public sealed class KeyStoreTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Data => _folder["data"];

    public void Dispose() => _folder.Dispose();

    private DataFolder Open() => DataFolder.Open(Data, warn: text => throw new InvalidOperationException(text));

    // Generated identities only: IINs of people born in 18xx.
    private static readonly Payment TopUp = new()
    {
        Id = "CASPKZKA-2026-000001",
        Kind = PaymentKind.CardTopUp,
        TimeUs = 1_768_451_400_000_000,
        Amount = new Money(61_200_000, Currency.Kzt),
        Institution = "CASPKZKA",
        Sender = new Party("800416100254", "KZ75125KZT1001300335", null, "Akhmet Baitursynuly", true),
        Recipient = new Party("680503250034", null, "card-4400430000000001", "Ыбырай Алтынсарин"),
        Terminal = new Terminal("ATM-0001", "Almaty"),
        Device = "device-9f8e7d6c",
        Wallet = new Wallet("tron", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"),
        Platform = "BYBIT",
        Asset = "USDT",
        Quantity = 1_200_000_000,
    };

    private static readonly string[] Personal =
    [
        "800416100254",
        "680503250034",
        "KZ75125KZT1001300335",
        "card-4400430000000001",
        "4400430000000001",
        "Akhmet Baitursynuly",
        "Baitursynuly",
        "Ыбырай Алтынсарин",
        "device-9f8e7d6c",
        "77019990001",
        "198.51.100.77",
    ];

    private static SealedBatch Seal(DataFolder folder, params Payment[] payments)
    {
        var batch = new SealedBatch();
        folder.Sealer.Seal(payments, batch);
        return batch;
    }

    private static async Task Append(DataFolder folder, SealedBatch batch)
    {
        using var writer = folder.Journal.Open("payments");
        var facts = new FactBatch();
        foreach (var fact in batch.Introductions)
            facts.Add(fact);
        foreach (var payment in batch.Payments)
            facts.Add(new Core.Decisions.PaymentDecided(payment, new(Core.Decisions.Outcome.Allow, [], "builtin", 0)));
        (await writer.AppendAsync(facts)).OrThrow();
        folder.Sealer.Confirm(batch);
    }

    [Fact]
    public void What_a_decision_needs_stays_and_what_names_a_person_does_not()
    {
        using var folder = Open();
        var payment = Seal(folder, TopUp).Payments[0];
        Assert.Equal(
            (TopUp.Id, TopUp.Kind, TopUp.TimeUs, TopUp.Amount, TopUp.Institution),
            (payment.Id, payment.Kind, payment.TimeUs, payment.Amount, payment.Institution)
        );
        Assert.Equal(
            ("ATM-0001", "Almaty", "BYBIT", "USDT", (Int128)1_200_000_000),
            (payment.Terminal, payment.City, payment.Platform, payment.Asset, payment.Quantity)
        );
        Assert.Equal((IinStatus.Valid, true, true), (payment.Sender.Iin, payment.Sender.Confirmed, payment.Sender.Named));
        Assert.False(payment.Recipient.Confirmed);
        Assert.Distinct([payment.Sender.Person, payment.Sender.Account, payment.Recipient.Person, payment.Recipient.Card, payment.Device]);
        Assert.True(payment.Sender.Card.IsNone && payment.Recipient.Account.IsNone);
        Assert.Equal(IinStatus.Invalid, Seal(folder, TopUp with { Sender = new Party("800416100250") }).Payments[0].Sender.Iin);
        Assert.Equal(IinStatus.Absent, Seal(folder, TopUp with { Sender = new Party(Account: "KZ1") }).Payments[0].Sender.Iin);
    }

    [Fact]
    public void A_subject_keeps_its_id_and_is_introduced_once()
    {
        SealedPayment first;
        using (var folder = Open())
        {
            var batch = Seal(folder, TopUp, TopUp);
            first = batch.Payments[0];
            Assert.Equal(first, batch.Payments[1]);
            Assert.Equal(5, batch.Introductions.OfType<SubjectIntroduced>().Count());
            Assert.Equal(2, batch.Introductions.OfType<SubjectNamed>().Count());
            folder.Sealer.Confirm(batch);
            Assert.Empty(Seal(folder, TopUp).Introductions);
        }
        using (var folder = Open())
        {
            var batch = Seal(folder, TopUp);
            Assert.Equal(first, batch.Payments[0]);
            Assert.Empty(batch.Introductions);
            Assert.Equal(5, folder.Keys.Count);
        }
    }

    [Fact]
    public void What_the_journal_is_not_known_to_hold_is_introduced_again_after_a_restart()
    {
        using (var folder = Open())
            Seal(folder, TopUp);
        using (var folder = Open())
        {
            var batch = Seal(folder, TopUp);
            Assert.Equal(7, batch.Introductions.Count);
            folder.Sealer.Confirm(batch);
        }
        using (var folder = Open())
            Assert.Empty(Seal(folder, TopUp).Introductions);
    }

    [Fact]
    public void What_the_journal_did_not_take_is_introduced_again()
    {
        using (var folder = Open())
        {
            var batch = Seal(folder, TopUp);
            var first = batch.Payments[0];
            folder.Sealer.Withdraw(batch);
            var again = Seal(folder, TopUp);
            Assert.Equal(first, again.Payments[0]);
            Assert.Equal(7, again.Introductions.Count);
            Assert.Empty(Seal(folder, TopUp).Introductions);
            folder.Sealer.Withdraw(again);
            // Confirming another batch does not confirm a withdrawn one.
            folder.Sealer.Confirm(Seal(folder, TopUp with { Sender = null, Recipient = null, Device = "another" }));
        }
        using (var folder = Open())
            Assert.Equal(7, Seal(folder, TopUp).Introductions.Count);
    }

    [Fact]
    public void One_text_as_two_kinds_is_two_subjects()
    {
        using var folder = Open();
        var batch = new SealedBatch();
        var subjects = new SubjectId[4];
        for (var kind = SubjectKind.Person; kind <= SubjectKind.Device; kind++)
            folder.Sealer.Seal(kind, ["800416100254"], subjects.AsSpan((int)kind - 1), batch);
        Assert.Distinct(subjects);
    }

    [Fact]
    public void A_name_is_sealed_once_per_change()
    {
        using var folder = Open();
        Seal(folder, TopUp);
        var changed = TopUp with { Sender = TopUp.Sender! with { Name = "A. Baitursynuly" } };
        var named = Assert.IsType<SubjectNamed>(Assert.Single(Seal(folder, changed).Introductions));
        Assert.Equal("A. Baitursynuly", folder.Keys.Unseal(named.Subject, named.Name, SealedField.Name));
        Assert.Empty(Seal(folder, changed).Introductions);
    }

    [Fact]
    public void Sealed_texts_open_for_their_subject_and_field_alone()
    {
        using var folder = Open();
        var met = Seal(folder, TopUp).Introductions.OfType<SubjectIntroduced>().ToArray();
        var texts = met.Select(fact => folder.Keys.Unseal(fact.Subject, fact.Identifier, SealedField.Identifier));
        Assert.Equal(["800416100254", "KZ75125KZT1001300335", "680503250034", "card-4400430000000001", "device-9f8e7d6c"], texts);
        Assert.Null(folder.Keys.Unseal(met[1].Subject, met[0].Identifier, SealedField.Identifier));
        Assert.Null(folder.Keys.Unseal(met[0].Subject, met[0].Identifier, SealedField.Name));
        Assert.Null(folder.Keys.Unseal(met[0].Subject, default, SealedField.Identifier));
        var bent = met[0].Identifier.Bytes.ToArray();
        bent[15] ^= 1;
        Assert.Null(folder.Keys.Unseal(met[0].Subject, new SealedText(bent), SealedField.Identifier));
    }

    [Fact]
    public void The_content_hash_tells_every_difference()
    {
        using var folder = Open();
        Payment[] others =
        [
            TopUp with
            {
                Id = "x",
            },
            TopUp with
            {
                Kind = PaymentKind.CardTransfer,
            },
            TopUp with
            {
                TimeUs = 1,
            },
            TopUp with
            {
                Amount = new Money(1, Currency.Kzt),
            },
            TopUp with
            {
                Amount = new Money(61_200_000, Currency.Usd),
            },
            TopUp with
            {
                Institution = "x",
            },
            TopUp with
            {
                Sender = null,
            },
            TopUp with
            {
                Sender = TopUp.Recipient,
                Recipient = TopUp.Sender,
            },
            TopUp with
            {
                Sender = TopUp.Sender! with { Name = "x" },
            },
            TopUp with
            {
                Sender = TopUp.Sender with { Confirmed = false },
            },
            TopUp with
            {
                Sender = TopUp.Sender with { Confirmed = null },
            },
            TopUp with
            {
                Sender = TopUp.Sender with { Iin = "x" },
            },
            TopUp with
            {
                Recipient = TopUp.Recipient! with { Card = "x" },
            },
            TopUp with
            {
                Terminal = new Terminal("ATM-0001"),
            },
            TopUp with
            {
                Terminal = new Terminal("ATM-0001A", "lmaty"),
            },
            TopUp with
            {
                Device = null,
            },
            TopUp with
            {
                Wallet = null,
            },
            TopUp with
            {
                Platform = "x",
            },
            TopUp with
            {
                Asset = null,
            },
            TopUp with
            {
                Quantity = null,
            },
            TopUp with
            {
                Quantity = 0,
            },
        ];
        var hashes = Seal(folder, [TopUp, .. others]).Payments.ToArray().Select(payment => payment.ContentHash).ToArray();
        Assert.Distinct(hashes);
        Assert.Equal(hashes[0], Seal(folder, TopUp with { }).Payments[0].ContentHash);
    }

    [Fact]
    public async Task No_byte_of_the_data_folder_names_anybody()
    {
        using (var folder = Open())
        {
            await Append(folder, Seal(folder, TopUp with { Sender = TopUp.Sender! with { Phone = "+77019990001" }, Ip = "198.51.100.77" }));
            folder.Journal.SaveSnapshot("payments", "fold", 1, [1]);
        }
        AssertNowhere(Data, Personal);
        // The search itself works: what is not personal is found.
        Assert.True(Occurs(Data, Encoding.UTF8.GetBytes("ATM-0001")));
    }

    [Fact]
    public async Task A_destroyed_person_is_gone_from_keys_and_disk_while_the_journal_holds()
    {
        SealedPayment payment;
        SubjectIntroduced[] met;
        using (var folder = Open())
        {
            var batch = Seal(folder, TopUp);
            payment = batch.Payments[0];
            met = [.. batch.Introductions.OfType<SubjectIntroduced>()];
            await Append(folder, batch);
            Assert.Equal(1, folder.Keys.Destroy([payment.Sender.Person, new SubjectId(12345)]));
            Assert.Equal(0, folder.Keys.Destroy([payment.Sender.Person]));
            AssertForgotten(folder, payment, met);
        }
        using (var folder = Open())
        {
            AssertForgotten(folder, payment, met);
            ((Sunqar.Storage.Files.FolderJournal)folder.Journal).Verify();
            Assert.Single(folder.Journal.Read("payments"), fact => fact.Fact is Core.Decisions.PaymentDecided);
            var again = Seal(folder, TopUp);
            Assert.NotEqual(payment.Sender.Person, again.Payments[0].Sender.Person);
            Assert.Equal(payment.Sender.Account, again.Payments[0].Sender.Account);
        }
        AssertNowhere(Data, Personal);
        Assert.Single(Directory.GetFiles(Path.Combine(Data, "keys"), "*.keys"));
    }

    private static void AssertForgotten(DataFolder folder, SealedPayment payment, SubjectIntroduced[] met)
    {
        Assert.True(folder.Keys.Find(SubjectKind.Person, "800416100254").IsNone);
        Assert.Null(folder.Keys.Unseal(payment.Sender.Person, met[0].Identifier, SealedField.Identifier));
        Assert.Equal(payment.Sender.Account, folder.Keys.Find(SubjectKind.Account, "KZ75125KZT1001300335"));
        Assert.Equal("KZ75125KZT1001300335", folder.Keys.Unseal(met[1].Subject, met[1].Identifier, SealedField.Identifier));
    }

    [Fact]
    public void The_root_key_lies_beside_the_folder_for_its_owner_alone()
    {
        using (Open()) { }
        var key = Data + ".key";
        Assert.Equal(32, new FileInfo(key).Length);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
        var bytes = File.ReadAllBytes(key);
        Assert.False(Occurs(Data, bytes));

        File.WriteAllBytes(key, [.. bytes.Reverse()]);
        Assert.Contains("does not fit", Assert.Throws<KeyStoreException>(Open).Message, StringComparison.Ordinal);
        File.WriteAllBytes(key, bytes[..31]);
        Assert.Contains("31 bytes", Assert.Throws<KeyStoreException>(Open).Message, StringComparison.Ordinal);
        File.Delete(key);
        Assert.Contains("missing", Assert.Throws<KeyStoreException>(Open).Message, StringComparison.Ordinal);
        File.WriteAllBytes(key, bytes);
        Open().Dispose();
    }

    [Fact]
    public void Many_subjects_are_found_again_by_many_threads()
    {
        const int Each = 3000;
        using var folder = Open();
        var found = new SubjectId[4][];
        Parallel.For(
            0,
            found.Length,
            thread =>
            {
                var batch = new SealedBatch();
                found[thread] = new SubjectId[Each];
                for (var i = 0; i < Each; i += 500)
                {
                    var identifiers = Enumerable.Range(i, 500).Select(n => "account " + n.ToString(CultureInfo.InvariantCulture)).ToArray();
                    folder.Sealer.Seal(SubjectKind.Account, identifiers, found[thread].AsSpan(i), batch);
                }
            }
        );
        Assert.All(found, one => Assert.Equal(found[0], one));
        Assert.Distinct(found[0]);
        Assert.Equal(Each, folder.Keys.Count);
    }

    private static void AssertNowhere(string folder, IEnumerable<string> texts)
    {
        foreach (var text in texts)
        {
            foreach (var encoding in new[] { Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode })
                Assert.False(Occurs(folder, encoding.GetBytes(text)), $"{text} stands in the data folder");
            if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                Assert.False(Occurs(folder, BitConverter.GetBytes(number)), $"{text} stands in the data folder as a number");
        }
    }

    private static bool Occurs(string folder, byte[] bytes) =>
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Any(file => File.ReadAllBytes(file).AsSpan().IndexOf(bytes) >= 0);
}
