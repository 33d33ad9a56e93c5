using System.Text;
using System.Xml;
using System.Xml.Linq;
using Sunqar.Formats;
using Sunqar.Formats.Csv;
using Sunqar.Formats.Iso20022;
using Sunqar.Formats.Lists;
using Sunqar.Tests.Iso20022;
using Xunit;

namespace Sunqar.Tests.Formats;

/// <summary>Files made to cost: whatever their size, the work stays in proportion to it.</summary>
public class InputWorkTests
{
    private const int Long = 1_300_000;

    private static string Fill(string part, int bytes) =>
        new StringBuilder(bytes + part.Length).Insert(0, part, bytes / part.Length).ToString();

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static TheoryData<string, string> Tables =>
        new()
        {
            { "commas", Fill(",", Long) },
            { "commas in rows of 256 KB", Fill(Fill(",", 1 << 18) + "\n", Long) },
            { "an open quote", "\"" + Fill("a", Long) },
            { "doubled quotes", "\"" + Fill("\"\"", Long) },
            { "quoted commas", "\"a\"" + Fill(",\"a\"", Long) },
            { "quotes on every line", Fill("\"a\"b\n", Long) },
            { "stray quotes", Fill("a\"\n", Long) },
            { "an open quote on every line", Fill("x,\"\n", Long) },
            { "lines in a quote", "\"" + Fill("a\n", Long) },
            { "blank lines", Fill("\n", Long) },
            { "long lines", Fill(Fill("a", 70_000) + "\n", Long) },
        };

    [Theory]
    [MemberData(nameof(Tables))]
    public void Rows_are_split_in_a_few_looks_at_each_byte(string kind, string text)
    {
        foreach (var step in (int[])[int.MaxValue, 7])
        {
            // A stream that comes in drops costs no more than one that comes at once. A row of three bytes is met with a look at
            // thirty-two.
            var rows = new CsvRows(new Dripping(Utf8(step == 7 ? text[..Math.Min(text.Length, 200_000)] : text), step));
            var length = 0L;
            while (rows.Next())
            {
                length += rows.Raw.Length;
            }
            Assert.True(rows.Examined <= 16 * rows.BytesRead + (4 << 20), $"{kind}: {rows.Examined} looks at {rows.BytesRead} bytes");
            Assert.True(length <= rows.BytesRead, kind);
        }
    }

    private sealed class Dripping(byte[] bytes, int step) : MemoryStream(bytes, writable: false)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, step));

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, step)]);
    }

    private static string Ofac(string party) =>
        $"<Sanctions><DateOfIssue><Year>2026</Year><Month>1</Month><Day>1</Day></DateOfIssue><DistinctParties>{party}</DistinctParties></Sanctions>";

    private static string Un(string individual) =>
        $"<CONSOLIDATED_LIST dateGenerated=\"2026-01-01T00:00:00Z\"><INDIVIDUALS><INDIVIDUAL>{individual}</INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>";

    private static string Attributes(int bytes)
    {
        var text = new StringBuilder();
        for (var i = 0; text.Length < bytes; i++)
        {
            text.Append(" a").Append(i).Append("=\"\"");
        }
        return text.ToString();
    }

    public static TheoryData<string, string, string> Lists =>
        new()
        {
            { "attributes", "ofac", Ofac($"<DistinctParty{Attributes(700_000)}/>") },
            { "attributes of a profile", "ofac", Ofac($"<DistinctParty><Profile{Attributes(700_000)}/></DistinctParty>") },
            { "pieces of a text", "ofac", Ofac("<DistinctParty>" + Fill("<![CDATA[a]]>", 1_000_000) + "</DistinctParty>") },
            { "levels", "ofac", Ofac("<DistinctParty>" + Fill("<a>", Long)) },
            { "attributes", "un", Un($"<a{Attributes(700_000)}/>") },
            { "pieces of a text", "un", Un("<DATAID>" + Fill("<![CDATA[a]]>", 1_000_000) + "</DATAID>") },
            { "levels", "un", Un(Fill("<a>", Long)) },
            { "aliases", "un", Un("<DATAID>1</DATAID>" + Fill("<INDIVIDUAL_ALIAS><ALIAS_NAME>a</ALIAS_NAME></INDIVIDUAL_ALIAS>", Long)) },
            {
                "names",
                "uk-designations-xml",
                "<Designations><Designation>" + Fill("<Name><Name6>a</Name6></Name>", Long) + "</Designation></Designations>"
            },
            {
                "nested names",
                "uk-designations-xml",
                "<Designations><Designation>" + Fill("<Name>", Long) + "</Designation></Designations>"
            },
            { "brackets", "tagpack", "tags: " + Fill("[", Long) },
            { "braces", "phishing", "{\"deny\":" + Fill("[", Long) },
            { "bad names", "phishing", "{\"deny\":[\"a.com\"" + Fill(",\n\"\"", Long) + "]}" },
            { "a long line", "registry", Fill(",", Long) },
        };

    [Theory]
    [MemberData(nameof(Lists))]
    public void Lists_are_read_or_refused_in_proportion(string kind, string format, string text)
    {
        var bytes = Utf8(text);
        var bad = 0;
        ListFileOutcome outcome;
        using (new CountedWork(bytes.Length))
        {
            outcome = ListFile.Read(new MemoryStream(bytes), kind, format, _ => { }, _ => bad++);
        }
        Assert.True(bad > 0 || outcome is ListFileOutcome.Refused || kind is "aliases" or "names", $"{kind}: {outcome}");
    }

    [Fact]
    public void Attributes_beyond_a_list_are_refused_where_they_stand()
    {
        var bytes = Utf8(Ofac($"<DistinctParty{Attributes(2_000)}/>"));
        var refused = Assert.IsType<ListFileOutcome.Refused>(ListFile.Read(new MemoryStream(bytes), "a.xml", "ofac", _ => { }));
        Assert.Contains("attributes", refused.Why.Reason);
        Assert.True(refused.Why is { Line: 1, Column: > 1 });
    }

    /// <summary>The head of a list and 40 MiB of blanks, packed: to pack them takes minutes.</summary>
    private const string FortyMegabytesOfBlanks =
        "QlpoOTFBWSZTWRGlTnwFBQ6fgMAA8QUEIoggK2GeIQAIIAB1DSelADQAbUfqgVKp7VDajTQBoMmqAiAi9oQSSBJLmFTfa2C5ZS3XUH13qzyEvA"
        + "S4IPLjYCEEKCgLQmXwdfR3UprSmkgIgI/i7kinChICNKnPgA==";

    /// <summary>What packs far better than any list is refused when eight megabytes came out of it.</summary>
    [Fact]
    public void A_small_file_does_not_unpack_to_a_large_one()
    {
        var packed = new MemoryStream(Convert.FromBase64String(FortyMegabytesOfBlanks));
        using var work = new CountedWork(packed.Length);
        var refused = Assert.IsType<ListFileOutcome.Refused>(ListFile.Read(packed, "a.bz2", "ofac", _ => { }));
        Assert.Contains("unpacks to more than", refused.Why.Reason);
    }

    [Fact]
    public void Pieces_of_a_text_in_a_message_cost_their_length()
    {
        var message =
            "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08\"><FIToFICstmrCdtTrf><GrpHdr><MsgId>"
            + Fill("<![CDATA[ ]]>", 500_000);
        using var work = new CountedWork(message.Length);
        Assert.IsType<CreditTransferReading.Refused>(MessageExamples.Read(message));
    }

    /// <summary>The bounded reading of an element says what the framework's own says.</summary>
    [Fact]
    public void An_element_is_read_as_written()
    {
        const string Text = "<a b=\"1\"><c>x<![CDATA[y]]> z</c><d/><e f=\"2\">w<g>v</g></e></a>";
        using var xml = XmlReader.Create(new StringReader(Text), InputXml.Settings());
        xml.MoveToContent();
        Assert.Equal(XElement.Parse(Text.Replace("<![CDATA[y]]>", "y")).ToString(), InputXml.Element(xml).ToString());
    }

    [Theory]
    [InlineData("a\nb\r\n\nc", 10, "a|b||c")]
    [InlineData("", 10, "")]
    [InlineData("abcdef\nx", 3, "abcd|ef|x")]
    public void Lines_are_cut_at_their_limit(string text, int most, string expected)
    {
        var lines = new List<string>();
        using var reader = new StringReader(text);
        while (InputText.Line(reader, most) is { } line)
        {
            lines.Add(line);
        }
        Assert.Equal(expected, string.Join('|', lines));
    }
}
