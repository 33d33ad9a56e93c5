using System.Text;
using Sunqar.Core.Cases.Reports;
using Sunqar.Core.Times;
using Sunqar.Formats.Fm1;
using Sunqar.Formats.Forms;
using Xunit;

namespace Sunqar.Tests.Reports;

/// <summary>What answers a form is read whole or refused with its place, whatever bytes come.</summary>
public class Fm1AnswerTests
{
    private static readonly FormLayout Layout = Fm1Xml.Layout;

    public static TheoryData<string, Fm1AnswerKind> Kinds =>
        new()
        {
            { "ack1", Fm1AnswerKind.Accepted },
            { "ack2", Fm1AnswerKind.Refused },
            { "docinfo", Fm1AnswerKind.Asked },
            { "upondocinfo", Fm1AnswerKind.Answered },
            { "ack1docinfo", Fm1AnswerKind.RequestAccepted },
        };

    /// <summary>A random message whose sizes are those of its portions and which bears what distinguishes it.</summary>
    internal static Sheet Message(string name, int seed)
    {
        var message = Layout.Messages[name];
        var sheet = new FormDice(Layout, message, seed).Next();
        var signed = sheet.Only("SignedData");
        signed.Drop("FormNumber");
        if (name == "ack1docinfo")
            signed.Put("FormNumber", "7");
        foreach (var (attachment, _) in sheet.All(message, "ExportData/SignedData/Data/Root/Attachments/Attachment"))
        {
            var total = 0;
            foreach (var portion in attachment.Parts.Where(part => part.Name == "BrokenFilesInfo").SelectMany(part => part.Parts))
            {
                var length = Convert.FromBase64String(portion.Only("Buffer").Text).Length;
                portion.Put("Length", length.ToString());
                total += length;
            }
            attachment.Put("Length", total.ToString());
        }
        return sheet;
    }

    internal static byte[] Bytes(Sheet sheet) => FormXml.Utf16(sheet.Node());

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_message_is_read_as_what_it_is(string name, Fm1AnswerKind kind)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var sheet = Message(name, seed);
            var read = Assert.IsType<Fm1Reading.Read>(Fm1Answers.Read(Bytes(sheet), "f")).Message;
            var body = sheet.Only("SignedData").Only("Data").Parts.Single();
            Assert.Equal(kind, read.Kind);
            Assert.Equal(new Guid(body.Only("OriginalDocumentGuid").Text).ToString("D").ToUpperInvariant(), read.Parent);
            Assert.Equal(kind == Fm1AnswerKind.Asked ? int.Parse(body.Only("CountDays").Text) : 0, read.Days);
            Assert.Equal(kind == Fm1AnswerKind.Refused, read.Code != 0);
            var time = body.Parts.Single(part => part.Name.EndsWith("DateTime", StringComparison.Ordinal)).Text;
            Assert.Equal(time, LocalTime.Kazakhstan.Clock(read.AtUs).ToString("dd.MM.yyyy HH:mm:ss"));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Whatever_bytes_come_are_read_or_refused_with_a_reason(string name, Fm1AnswerKind kind)
    {
        var dice = new Random(3 + (int)kind);
        for (var round = 0; round < 400; round++)
        {
            var bytes = Bytes(Message(name, round % 5));
            for (var changes = dice.Next(1, 6); changes > 0; changes--)
            {
                var at = dice.Next(bytes.Length);
                switch (dice.Next(3))
                {
                    case 0:
                        bytes[at] = (byte)dice.Next(256);
                        break;
                    case 1:
                        bytes = [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + dice.Next(1, 40))..], 0];
                        break;
                    default:
                        bytes = [.. bytes[..at], .. bytes[..dice.Next(60)], .. bytes[at..]];
                        break;
                }
            }
            if (Fm1Answers.Read(bytes, "f") is Fm1Reading.Refused refused)
                Assert.All(refused.Faults, fault => Assert.NotEmpty(fault));
        }
    }

    public static TheoryData<string> Hostile =>
        new(
            "",
            "<!DOCTYPE a [<!ENTITY b \"c\">]><ExportData>&b;</ExportData>",
            "<ExportData>" + string.Concat(Enumerable.Repeat("<a>", 40)) + string.Concat(Enumerable.Repeat("</a>", 40)) + "</ExportData>",
            "<ExportData>",
            "<ExportData/><ExportData/>",
            "<Other/>",
            "<ExportData><SignedData><Data><Root/><Root/></Data></SignedData></ExportData>",
            "<ExportData><SignedData><Data><Root><CountDays>1</CountDays></Root></Data></SignedData></ExportData>"
        );

    [Theory]
    [MemberData(nameof(Hostile))]
    public void What_is_hostile_or_no_answer_is_refused(string text) =>
        Assert.NotEmpty(Assert.IsType<Fm1Reading.Refused>(Fm1Answers.Read(Encoding.UTF8.GetBytes(text), "f")).Faults);

    [Fact]
    public void What_is_too_long_is_refused_unread() =>
        Assert.Contains(
            "more than",
            Assert.Single(Assert.IsType<Fm1Reading.Refused>(Fm1Answers.Read(new byte[FormXml.BytesMax + 1], "f")).Faults),
            StringComparison.Ordinal
        );

    [Fact]
    public void Portions_that_are_not_of_their_size_are_refused_with_their_place()
    {
        var sheet = Enumerable
            .Range(0, 200)
            .Select(seed => Message("upondocinfo", seed))
            .First(one =>
                one.All(
                        Layout.Messages["upondocinfo"],
                        "ExportData/SignedData/Data/Root/Attachments/Attachment/BrokenFilesInfo/BrokenFileInfo"
                    )
                    .Any()
            );
        var (portion, place) = sheet
            .All(Layout.Messages["upondocinfo"], "ExportData/SignedData/Data/Root/Attachments/Attachment/BrokenFilesInfo/BrokenFileInfo")
            .First();
        portion.Put("Length", "99999");
        var fault = Assert.Single(Assert.IsType<Fm1Reading.Refused>(Fm1Answers.Read(Bytes(sheet), "f")).Faults);
        Assert.StartsWith(place + "/Length: ", fault, StringComparison.Ordinal);
    }
}
