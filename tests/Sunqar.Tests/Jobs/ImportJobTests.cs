using System.Text;
using Sunqar.Core.Chain;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Core.Transfers;
using Sunqar.Formats;
using Sunqar.Storage.Codec;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;
using Sunqar.Storage.Memory;
using Sunqar.Tests.Storage;
using Sunqar.Work.Imports;
using Sunqar.Work.Mining;
using Sunqar.Work.Registers;
using Xunit;

namespace Sunqar.Tests.Jobs;

public sealed class ImportJobTests : IDisposable
{
    private const string Iban = "KZ077222717694373336";
    private const string Wallet = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t";

    private const string Bank =
        "id,time,from,to,amount,currency,kind\n"
        + $"1,2026-01-15T09:30:00+05:00,ATM-1,{Iban},100.00,KZT,card_top_up\n"
        + $"2,2026-01-15T09:31:00+05:00,card_A,ATM-1,90.00,KZT,cash_withdrawal\n"
        + $"3,2026-01-15T09:32:00+05:00,{Iban},card_A,10.00,KZT,card_transfer\n"
        + $"4,2026-01-15T09:33:00+05:00,PLATFORM,{Wallet},1.5,USDT,crypto_withdrawal\n"
        + $"5,2026-01-15T09:34:00+05:00,acc-1,{Wallet},1.5,USDT,\n";

    private readonly TempFolder _folder = new();
    private readonly MemoryJournal _journal = new();
    private readonly KeyStore _keys;
    private readonly PaymentSealer _sealer;

    public ImportJobTests()
    {
        _keys = new KeyStore(_folder["keys"], _folder["root.key"]);
        _sealer = new PaymentSealer(_keys);
    }

    public void Dispose()
    {
        _keys.Dispose();
        _journal.Dispose();
        _folder.Dispose();
    }

    private string Write(string text, string name = "t.csv")
    {
        File.WriteAllText(_folder[name], text);
        return _folder[name];
    }

    private static CheckedFile Check(string path, List<BadInput>? bad = null) =>
        Assert.IsType<CheckOutcome.Good>(ImportJob.Check(path, null, bad is null ? null : bad.Add, null, long.MaxValue)).File;

    private ImportOutcome Import(string path) => new ImportJob(_journal, _sealer).Import(Check(path), skipBad: false, null);

    private List<Fact> Counting() => [.. new ImportGate().Pass(_journal.Read(Streams.Imports)).Select(r => r.Fact)];

    private List<ImportedTransfer> Transfers() => [.. Counting().OfType<TransfersImported>().SelectMany(f => f.Transfers)];

    [Fact]
    public void Transfers_that_state_no_currency_are_of_the_one_that_the_caller_says_and_of_no_other_later()
    {
        const string Rows = "id,time,from,to,amount,currency\n1,2026-01-15,a,b,1,\n2,2026-01-15,a,b,1,GBP\n3,2026-01-15,a,b,1,XXX\n";
        ImportOutcome As(Currency currency) =>
            new ImportJob(_journal, _sealer).Import(
                Assert.IsType<CheckOutcome.Good>(ImportJob.Check(Write(Rows), null, null, null, long.MaxValue, currency)).File,
                skipBad: false,
                null
            );
        Assert.Equal("KZT", Assert.IsType<ImportOutcome.Imported>(As(Currency.Kzt)).Fact.Currency);
        Assert.Equal(["KZT", "GBP", "KZT"], Transfers().Select(t => t.Currency.Code()));
        Assert.IsType<ImportOutcome.AlreadyThere>(As(Currency.Kzt));
        foreach (var other in (Currency[])[Currency.Usd, Currency.Unstated])
        {
            var why = Assert.IsType<ImportOutcome.Refused>(As(other)).Why;
            Assert.Equal(("the file was imported before as of KZT", "--currency KZT"), (why.Reason, why.Expected));
        }
        Assert.Equal(3, Transfers().Count);
    }

    [Fact]
    public void A_file_that_states_every_currency_is_the_same_whatever_the_caller_says()
    {
        var path = Write(Bank);
        ImportOutcome As(Currency currency) =>
            new ImportJob(_journal, _sealer).Import(
                Assert.IsType<CheckOutcome.Good>(ImportJob.Check(path, null, null, null, long.MaxValue, currency)).File,
                skipBad: false,
                null
            );
        Assert.Equal("", Assert.IsType<ImportOutcome.Imported>(As(Currency.Usd)).Fact.Currency);
        Assert.IsType<ImportOutcome.AlreadyThere>(As(Currency.Unstated));
        Assert.Equal([Currency.Kzt, Currency.Kzt, Currency.Kzt, Currency.Usdt, Currency.Usdt], Transfers().Select(t => t.Currency));
    }

    [Fact]
    public void Accounts_and_cards_become_subjects_and_what_is_nobodys_own_stays_open()
    {
        Assert.IsType<ImportOutcome.Imported>(Import(Write(Bank)));
        var transfers = Transfers();
        Assert.Equal(["1", "2", "3", "4", "5"], transfers.Select(t => t.Id));
        Assert.Equal(1_768_451_400_000_000, transfers[0].TimeUs);
        Assert.Equal(
            (100_000_000, Currency.Kzt, TransferKind.CardTopUp),
            (transfers[0].AmountMicro, transfers[0].Currency, transfers[0].Kind)
        );
        Assert.Equal(
            ["ATM-1", null, null, "ATM-1", null, null, "PLATFORM", Wallet, null, Wallet],
            transfers.SelectMany(t => new[] { t.From.Open, t.To.Open })
        );
        Assert.Equal(transfers[0].To.Account, transfers[2].From.Account);
        Assert.Equal(transfers[1].From.Account, transfers[2].To.Account);
        Assert.Equal(_keys.Find(SubjectKind.Account, Iban), transfers[0].To.Account);
        Assert.Equal(_keys.Find(SubjectKind.Card, "card_A"), transfers[1].From.Account);
        Assert.Equal(_keys.Find(SubjectKind.Account, "acc-1"), transfers[4].From.Account);

        var wire = new WireWriter();
        foreach (var recorded in _journal.Read(Streams.Imports))
        {
            FactCodecs.Write(recorded.Fact, wire);
        }
        var stored = Encoding.Latin1.GetString(wire.Written);
        Assert.Contains(Wallet, stored);
        Assert.All([Iban, "card_A", "acc-1"], personal => Assert.DoesNotContain(personal, stored));
        var introduced = Counting().OfType<SubjectIntroduced>().Select(i => _keys.Unseal(i.Subject, i.Identifier, SealedField.Identifier));
        Assert.Equal([Iban, "acc-1", "card_A"], introduced.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_payment_and_an_imported_transfer_of_one_account_meet_in_one_subject()
    {
        var batch = new SealedBatch();
        var payment = new Payment
        {
            Id = "p",
            Kind = PaymentKind.AccountTransfer,
            TimeUs = 1,
            Amount = new Money(1, Currency.Kzt),
            Institution = "CASPKZKA",
            Sender = new Party(Account: Iban),
        };
        _sealer.Seal([payment], batch);
        var subject = batch.Payments[0].Sender.Account;
        Import(Write(Bank));
        Assert.Equal(subject, Transfers()[0].To.Account);
    }

    [Fact]
    public void The_same_file_adds_nothing_twice()
    {
        var first = Assert.IsType<ImportOutcome.Imported>(Import(Write(Bank)));
        var head = _journal.Head(Streams.Imports).Next;
        var again = Assert.IsType<ImportOutcome.AlreadyThere>(Import(Write(Bank, "other-name.csv")));
        Assert.Equal(first.Fact, again.Fact);
        Assert.Equal(head, _journal.Head(Streams.Imports).Next);
        Assert.IsType<ImportOutcome.Imported>(Import(Write(Bank + $"6,2026-01-15,a,b,1,,\n")));
    }

    [Fact]
    public void A_bad_row_refuses_the_file_before_anything_is_appended()
    {
        var why = Assert
            .IsType<CheckOutcome.Refused>(ImportJob.Check(Write(Bank + "6,never,a,b,1,,\n"), null, null, null, long.MaxValue))
            .Why;
        Assert.Equal((7, 3, "time"), (why.Line, why.Column, why.Field));
        Assert.Empty(_journal.Heads());
    }

    [Fact]
    public void Bad_rows_are_passed_over_on_request()
    {
        var bad = new List<BadInput>();
        var file = Check(Write(Bank + "6,never,a,b,1,,\n7,2026-01-15,a,b,1,,\n"), bad);
        var done = Assert.IsType<ImportOutcome.Imported>(new ImportJob(_journal, _sealer).Import(file, skipBad: true, null));
        Assert.Equal((6, 1), (done.Fact.Rows, done.Fact.Skipped));
        Assert.Equal("6,never,a,b,1,,", Assert.Single(bad).Row);
        Assert.Equal(["1", "2", "3", "4", "5", "7"], Transfers().Select(t => t.Id));
    }

    [Fact]
    public void A_file_that_changes_between_check_and_import_does_not_count()
    {
        var file = Check(Write(Bank));
        Write(Bank + "6,2026-01-15,a,b,1,,\n");
        Assert.IsType<ImportOutcome.Refused>(new ImportJob(_journal, _sealer).Import(file, skipBad: false, null));
        Assert.Empty(Transfers());
        Assert.IsType<ImportOutcome.Imported>(Import(_folder["t.csv"]));
        Assert.Equal(6, Transfers().Count);
    }

    [Fact]
    public async Task What_a_broken_off_import_left_does_not_count_and_does_not_hinder_the_next()
    {
        Import(Write(Bank));
        var parts = _journal.Read(Streams.Imports).Select(r => r.Fact).OfType<ImportPart>().ToList();
        Assert.NotEmpty(parts);
        using var broken = new MemoryJournal();
        using (var writer = broken.Open(Streams.Imports))
        {
            (await writer.AppendAsync([.. parts])).OrThrow();
        }
        Assert.Empty(new ImportGate().Pass(broken.Read(Streams.Imports)));
        Assert.IsType<ImportOutcome.Imported>(new ImportJob(broken, _sealer).Import(Check(_folder["t.csv"]), skipBad: false, null));
        var counting = new ImportGate().Pass(broken.Read(Streams.Imports)).Select(r => r.Fact).OfType<TransfersImported>();
        Assert.Equal(5, counting.Sum(f => f.Transfers.Count));
    }

    [Fact]
    public void Lists_and_token_transfers_reach_what_decisions_and_mining_look_up()
    {
        Import(Write($"title: p\ntags:\n- address: {Wallet}\n  label: frozen\n  category: black_list\n  currency: TRX\n", "p.yaml"));
        Import(
            Write(
                "code,name,regime,regulator,permission,valid_from,valid_to,status\nBYBITKZ,Bybit,AIFC,AFSA,trading,2026-01-01,,licensed\n",
                "r.csv"
            )
        );
        Import(Write("time,base,quote,rate\n2026-01-15,USD,KZT,525.43\n", "rates.csv"));
        Import(
            Write(
                "timestamp_ms,tx_id,token,from_address,to_address,amount_units,decimals\n"
                    + $"1768451400000,{new string('a', 64)},{Wallet},TXxo68nYFnjYoVvDkNhfVujn4aRafoKr2Z,THPopY1MtT3Hsd7YRN8JHNpZDWUAqDQBYm,1500000,6\n"
                    + $"1768451400000,{new string('a', 64)},TLa2f6VPqDgRE67v1736s7bJ8Ray5wYjU7,TXxo68nYFnjYoVvDkNhfVujn4aRafoKr2Z,THPopY1MtT3Hsd7YRN8JHNpZDWUAqDQBYm,1,6\n",
                "chain.csv"
            )
        );
        Import(Write(Bank));

        var lookups = Lookups.Of(_journal);
        var registry = lookups.Registry.Snapshot;
        Assert.Equal(WalletStanding.Seized, registry.Wallet("tron", Wallet, 0));
        Assert.Equal(PlatformStanding.Licensed, registry.Platform("BYBITKZ", 1_768_451_400_000_000));
        Assert.Equal(PlatformStanding.Unlicensed, registry.Platform("BYBITKZ", 0));
        Assert.Equal(
            525_43,
            lookups.Rates.Convert(new Money(100, Currency.Usd), Currency.Kzt, 1_768_451_400_000_000, Rounding.Down).Money.MinorUnits
        );
        Assert.Equal(2, Counting().OfType<ChainSeen>().Sum(f => f.Transfers.Count));
        Assert.Equal(6, FindJob.Load(_journal).Table.Count);
    }

    [Fact]
    public void A_sanctions_list_that_shrank_by_half_is_refused_unless_it_is_meant()
    {
        static string List(int day, int parties) =>
            $"""
                <Sanctions xmlns="x"><DateOfIssue><Year>2026</Year><Month>1</Month><Day>{day}</Day></DateOfIssue><DistinctParties>
                {string.Concat(
                    Enumerable.Range(1, parties).Select(i =>
                        $"""<DistinctParty><Profile ID="{i}"><Identity><Alias Primary="true"><DocumentedName><DocumentedNamePart><NamePartValue>NAME {i}</NamePartValue></DocumentedNamePart></DocumentedName></Alias></Identity></Profile></DistinctParty>"""
                    )
                )}
                </DistinctParties></Sanctions>
                """;
        Assert.IsType<ImportOutcome.Imported>(Import(Write(List(1, 10), "a.xml")));
        Assert.IsType<ImportOutcome.Imported>(Import(Write(List(2, 5), "b.xml")));
        var before = _journal.Head(Streams.Imports).Next;
        var refused = Assert.IsType<ImportOutcome.Refused>(Import(Write(List(3, 2), "c.xml")));
        Assert.Contains("3 of the 5 parties", refused.Why.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, _journal.Head(Streams.Imports).Next);
        // One of a day that is in force already, or of an earlier one, would count for nothing.
        var stale = Assert.IsType<ImportOutcome.Refused>(Import(Write(List(2, 10), "d.xml")));
        Assert.Contains("is no newer than that of 2026-01-02", stale.Why.ToString(), StringComparison.Ordinal);
        // A list that was taken before is there, however short it is.
        Assert.IsType<ImportOutcome.AlreadyThere>(Import(_folder["a.xml"]));
        Assert.IsType<ImportOutcome.Imported>(
            new ImportJob(_journal, _sealer).Import(Check(_folder["c.xml"]) with { MayShrink = true }, skipBad: false, null)
        );
        Assert.Equal("2026-01-03", Lookups.Of(_journal).Registry.Snapshot.WatchlistVersion("ofac_sdn"));
        // A list that is late when it is brought is said to be.
        var dayUs = (long)(new DateTime(2026, 1, 3, 0, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).TotalMicroseconds;
        var lateAfterUs = WatchlistLimits.Of("ofac_sdn").LateAfterDays * 86_400_000_000L;
        Assert.Null(Check(_folder["c.xml"]).StandingAt(dayUs + lateAfterUs)!.Alarm);
        Assert.Contains(
            "ofac_sdn of 2026-01-03",
            Check(_folder["c.xml"]).StandingAt(dayUs + (2 * lateAfterUs))!.Alarm,
            StringComparison.Ordinal
        );
    }
}
