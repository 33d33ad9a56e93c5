using System.Text;
using System.Xml;
using System.Xml.Schema;
using Sunqar.Core.Decisions;
using Sunqar.Core.Rulebook;
using Sunqar.Formats.Iso20022;
using Xunit;

namespace Sunqar.Tests.Iso20022;

/// <summary>Messages and reports against the published schemas.</summary>
public class SchemaTests
{
    private static readonly string[] Examples = [MessageExamples.Pacs8(), MessageExamples.Pacs8(version: "10"), MessageExamples.Pain1()];

    private static string Folder => Repository.Shared("standards/iso20022");

    [Fact]
    public void The_examples_and_their_answers_are_of_their_schemas()
    {
        var schemas = Iso20022Schemas.Load(Folder);
        Assert.Equal(CreditTransfers.Messages.Order(), schemas.Messages.Order());
        foreach (var example in Examples)
        {
            var read = Assert.IsType<CreditTransferReading.Read>(
                new CreditTransfers(schemas).Read(Encoding.UTF8.GetBytes(example), MessageExamples.Bank, MessageExamples.LatestUs)
            );
            Assert.Equal(
                MessageExamples.Taken(example).Transfers.Select(transfer => transfer.Payment),
                read.Transfers.Select(transfer => transfer.Payment)
            );
            var reasons = new[]
            {
                new Reason("rule", string.Join(' ', Enumerable.Repeat("слово", 60)) + "\u0001 end " + new string('x', 300), "o", "l", "s"),
            };
            var statuses = Enum.GetValues<Outcome>()
                .Select(outcome => PaymentStatusReport.Of(new Decision(outcome, reasons, "v", MessageExamples.LatestUs), isRepeat: true))
                .ToList();
            statuses.Add(PaymentStatusReport.Of(new Decision(Outcome.Allow, [], "v", 0), isRepeat: false));
            Valid(
                PaymentStatusReport.Write(
                    "M",
                    MessageExamples.LatestUs,
                    read.Message,
                    [.. statuses.Select((status, i) => (read.Transfers[i % read.Transfers.Count], status))]
                )
            );
        }
        Valid(
            PaymentStatusReport.Write("M", 0, new OriginalMessage(null, null, 0), new Iso20022Fault(ReasonCodes.InvalidFormat, "Line 1"))
        );
    }

    [Theory]
    [InlineData("<ChrgBr>SHAR</ChrgBr>", "<ChrgBr>NONE</ChrgBr>")]
    [InlineData("<BICFI>HSBKKZKX</BICFI>", "<BICFI>hsbk</BICFI>")]
    [InlineData("<RmtInf>", "<RmtInf><Nonsense/>")]
    public void The_schema_sees_what_the_reader_passes_over(string part, string instead)
    {
        var bytes = Encoding.UTF8.GetBytes(MessageExamples.Pacs8().Replace(part, instead, StringComparison.Ordinal));
        Assert.IsType<CreditTransferReading.Read>(new CreditTransfers(null).Read(bytes, MessageExamples.Bank, MessageExamples.LatestUs));
        var refused = Assert.IsType<CreditTransferReading.Refused>(
            new CreditTransfers(Iso20022Schemas.Load(Folder)).Read(bytes, MessageExamples.Bank, MessageExamples.LatestUs)
        );
        Assert.Equal("FF01", refused.Fault.Code);
        Assert.Contains("not as the schema has it", refused.Fault.Text, StringComparison.Ordinal);
    }

    /// <summary>Whatever the reader refuses for its order or number of elements, the schema refuses too: the grammar asks for nothing of
    /// its own.</summary>
    [Fact]
    public void What_the_reader_refuses_the_schema_refuses_too()
    {
        var compared = 0;
        foreach (var example in Examples)
        {
            var document = new XmlDocument();
            document.LoadXml(example);
            var elements = document.SelectNodes("//*")!.Cast<XmlElement>().Where(element => element != document.DocumentElement).ToList();
            foreach (var element in elements)
            {
                var (parent, next) = (element.ParentNode!, element.NextSibling);
                parent.RemoveChild(element);
                compared += Compare(document.OuterXml);
                parent.InsertBefore(element, next);
                var again = parent.InsertBefore(element.CloneNode(true), element)!;
                compared += Compare(document.OuterXml);
                parent.RemoveChild(again);
            }
        }
        Assert.InRange(compared, 20, 1_000);
    }

    [Fact]
    public void One_set_of_schemas_serves_many_threads()
    {
        var transfers = new CreditTransfers(Iso20022Schemas.Load(Folder));
        var bytes = Examples.Select(Encoding.UTF8.GetBytes).ToArray();
        Parallel.For(
            0,
            300,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            i =>
                Assert.IsType<CreditTransferReading.Read>(
                    transfers.Read(bytes[i % bytes.Length], MessageExamples.Bank, MessageExamples.LatestUs)
                )
        );
    }

    [Fact]
    public void A_folder_without_schemas_is_no_folder_of_schemas()
    {
        Assert.Throws<InvalidDataException>(() => Iso20022Schemas.Load("absent"));
        Assert.Throws<InvalidDataException>(() => Iso20022Schemas.Load(Path.Combine(Repository.Root, "docs")));
    }

    [Fact]
    public void The_page_shows_the_tables()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "iso20022.md"));
        void Row(params string[] cells) => Assert.Contains($"| {string.Join(" | ", cells)} |", page, StringComparison.Ordinal);
        foreach (var message in CreditTransfers.Messages)
            Assert.Contains($"| {message} |", page, StringComparison.Ordinal);
        foreach (var (outcome, status, reason, meaning) in PaymentStatusReport.Outcomes)
            Row($"`{outcome.Name()}`", status, reason ?? "", meaning);
        foreach (var (code, meaning) in ReasonCodes.Table)
            Row(code, meaning);
        Assert.Equal(Enum.GetValues<Outcome>(), PaymentStatusReport.Outcomes.Select(row => row.Outcome));
        Assert.Contains(
            $"{Iso20022Limits.BytesMax:#,##0} bytes, {Iso20022Limits.DepthMax} "
                + $"elements deep and {Iso20022Limits.PaymentsMax:#,##0} payments",
            page,
            StringComparison.Ordinal
        );
    }

    private static int Compare(string xml)
    {
        if (MessageExamples.Read(xml) is not CreditTransferReading.Refused { Fault.Code: "FF01" } refused)
        {
            return 0;
        }
        var faults = Faults(xml, MessageExamples.Read(xml) is CreditTransferReading.Refused { Message.Name: { } name } ? name : "");
        Assert.True(faults > 0, refused.Fault.Text);
        return 1;
    }

    private static void Valid(byte[] report) => Assert.Equal(0, Faults(Encoding.UTF8.GetString(report), PaymentStatusReport.Message));

    private static int Faults(string xml, string message)
    {
        var faults = 0;
        var settings = new XmlReaderSettings { ValidationType = ValidationType.Schema };
        settings.Schemas.Add(null, Path.Combine(Folder, message + ".xsd"));
        settings.ValidationFlags |= XmlSchemaValidationFlags.ReportValidationWarnings;
        settings.ValidationEventHandler += (_, _) => faults++;
        using var reader = XmlReader.Create(new StringReader(xml), settings);
        while (reader.Read()) { }
        return faults;
    }
}
