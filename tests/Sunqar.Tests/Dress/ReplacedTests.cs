using System.Text;
using Sunqar.Core.Registry;
using Sunqar.Formats.Lists;
using Sunqar.Storage.Keys;
using Sunqar.Storage.Memory;
using Sunqar.Tests.Iso20022;
using Sunqar.Tests.Storage;
using Sunqar.Work.Imports;
using Sunqar.Work.Registers;
using Xunit;

namespace Sunqar.Tests.Dress;

/// <summary>Things that are not the same do not replace each other (issue 13, kind A).</summary>
public sealed class ReplacedTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly MemoryJournal _journal = new();
    private readonly KeyStore _keys;

    public ReplacedTests() => _keys = new KeyStore(_folder["keys"], _folder["root.key"]);

    public void Dispose()
    {
        _keys.Dispose();
        _journal.Dispose();
        _folder.Dispose();
    }

    /// <summary>OFAC's layout with parties of these numbers; <paramref name="listId"/> as SanctionsEntry has it.</summary>
    private static string Ofac(int year, IEnumerable<int> parties, string? listId = null)
    {
        var ids = parties.ToList();
        return $"""
            <Sanctions xmlns="x"><DateOfIssue><Year>{year}</Year><Month>1</Month><Day>5</Day></DateOfIssue>
            <ReferenceValueSets><ListValues><List ID="1550">SDN List</List><List ID="91512">Consolidated List</List></ListValues></ReferenceValueSets>
            <DistinctParties>{string.Concat(
                ids.Select(i =>
                    $"""<DistinctParty><Profile ID="{i}"><Identity><Alias Primary="true"><DocumentedName><DocumentedNamePart><NamePartValue>NAME {i}</NamePartValue></DocumentedNamePart></DocumentedName></Alias></Identity></Profile></DistinctParty>"""
                )
            )}</DistinctParties>
            <SanctionsEntries>{(
                listId is null ? "" : string.Concat(ids.Select(i => $"""<SanctionsEntry ProfileID="{i}" ListID="{listId}"/>"""))
            )}</SanctionsEntries></Sanctions>
            """;
    }

    private CheckedFile Checked(string name, string text)
    {
        File.WriteAllText(_folder[name], text);
        return Assert.IsType<CheckOutcome.Good>(ImportJob.Check(_folder[name], null, null, null, long.MaxValue)).File;
    }

    private ImportOutcome Import(CheckedFile file) => new ImportJob(_journal, new PaymentSealer(_keys)).Import(file, skipBad: false, null);

    [Fact]
    public void Two_lists_of_one_publisher_stand_beside_each_other()
    {
        Assert.IsType<ImportOutcome.Imported>(Import(Checked("cons.xml", Ofac(2026, [101, 102], "91512"))));
        Assert.IsType<ImportOutcome.Imported>(Import(Checked("sdn.xml", Ofac(2025, Enumerable.Range(1, 9), "1550"))));
        var registry = Lookups.Of(_journal).Registry.Snapshot;
        Assert.Equal(["ofac_consolidated", "ofac_sdn"], registry.Watchlists);
        Assert.Equal((2, 9), (registry.Watchlist("ofac_consolidated").Count, registry.Watchlist("ofac_sdn").Count));
    }

    [Theory]
    [InlineData(2027, 101, 3, "5 of the 5 parties")]
    [InlineData(2027, 4, 5, "3 of the 5 parties")]
    [InlineData(2026, 1, 5, "no newer")]
    [InlineData(2025, 1, 9, "no newer")]
    public void Another_list_under_the_same_name_a_delta_and_an_older_version_are_refused_by_name(int year, int from, int count, string why)
    {
        Import(Checked("a.xml", Ofac(2026, Enumerable.Range(1, 5))));
        var refused = Assert.IsType<ImportOutcome.Refused>(Import(Checked("b.xml", Ofac(year, Enumerable.Range(from, count)) + " "))).Why;
        Assert.Contains(why, refused.ToString(), StringComparison.Ordinal);
        Assert.Contains("ofac_sdn", refused.ToString(), StringComparison.Ordinal);
        Assert.Equal(5, Lookups.Of(_journal).Registry.Snapshot.Watchlist("ofac_sdn").Count);
    }

    [Fact]
    public void Files_of_one_command_are_held_against_each_other_before_any_is_imported()
    {
        var job = new ImportJob(_journal, new PaymentSealer(_keys));
        var first = Checked("a.xml", Ofac(2026, [1]));
        Assert.Null(job.Unfit(first, []));
        Assert.NotNull(job.Unfit(Checked("b.xml", Ofac(2027, [7, 8])), [first]));
        Assert.Null(job.Unfit(Checked("c.xml", Ofac(2027, [1, 8])), [first]));
        Assert.Null(job.Unfit(Checked("d.xml", Ofac(2027, [9], "91512")), [first]));
    }

    [Fact]
    public void Lists_that_are_named_together_are_all_asked()
    {
        var fold = new RegistryFold();
        var beside = new ListsBeside(fact => fold.Apply(fact));
        foreach (
            var (name, text) in ((string, string)[])
                [("sdn.xml", Ofac(2026, [1, 2])), ("other.xml", Ofac(2025, [3])), ("third.xml", Ofac(2026, [4]))]
        )
        {
            Assert.IsType<ListFileOutcome.Completed>(
                ListFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), name, null, beside.Of(name))
            );
        }
        Assert.Equal(4, fold.Snapshot.Watchlists.Sum(list => fold.Snapshot.Watchlist(list).Count));
    }

    [Fact]
    public void Two_payments_with_one_reference_of_the_customer_are_two()
    {
        var equal = MessageExamples.Transfer("<EndToEndId>RENT7</EndToEndId>");
        var read = MessageExamples.Taken(MessageExamples.Pacs8(equal + equal, count: "2"));
        Assert.Equal(["M-1/1", "M-1/2"], read.Transfers.Select(transfer => transfer.Payment!.Id));
        // Sent again, each is the same; in another message another.
        Assert.Equal(
            read.Transfers.Select(transfer => transfer.Payment),
            MessageExamples.Taken(MessageExamples.Pacs8(equal + equal, count: "2")).Transfers.Select(transfer => transfer.Payment)
        );
        var later = MessageExamples.Pacs8(equal).Replace("<MsgId>M-1", "<MsgId>M-9", StringComparison.Ordinal);
        Assert.Equal("M-9/1", MessageExamples.Taken(later).Transfers[0].Payment!.Id);
        var named = MessageExamples.Transfer("<EndToEndId>RENT7</EndToEndId><TxId>T-1</TxId>");
        Assert.Equal("T-1", MessageExamples.Taken(MessageExamples.Pacs8(named)).Transfers[0].Payment!.Id);
    }
}
