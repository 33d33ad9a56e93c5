using System.Text;
using System.Xml;
using System.Xml.Schema;
using Sunqar.Formats.Iso20022;
using Xunit;

namespace Sunqar.Tests.Iso20022;

/// <summary>auth.001 written, auth.002 read, auth.003 both: against the published schemas.</summary>
public class InformationRequestTests
{
    private const string Iban = "KZ86125KZT5004100100";

    private static readonly InformationRequest Request = new(
        "case-1-0001",
        "AML Law art. 13",
        true,
        new DateOnly(2026, 3, 1),
        new DateOnly(2026, 1, 1),
        new DateOnly(2026, 2, 1),
        new SearchCriterion.Account(Iban),
        Words: "Statement & holders <all>"
    );

    private static string Folder => Repository.Shared("standards/iso20022");

    public static TheoryData<string, SearchCriterion> Criteria =>
        new()
        {
            { "IBAN", new SearchCriterion.Account(Iban) },
            { "card token", new SearchCriterion.Account("tok_0123456789", "CARD_TOKEN") },
            { "customer", new SearchCriterion.Customer("800416100254", "Тестова <Айгүл>\u0001") },
            { "customer without a name", new SearchCriterion.Customer("800416100254") },
            { "transactions", new SearchCriterion.Transactions(["CASP-1", "CASP-2"]) },
        };

    [Theory]
    [MemberData(nameof(Criteria))]
    public void A_request_is_of_the_published_schema(string what, SearchCriterion about)
    {
        foreach (var request in new[] { Request with { About = about }, Request with { About = about, Due = null, Words = null } })
        {
            var written = Assert.IsType<InformationRequestWriting.Written>(InformationRequests.Write(request));
            Assert.True(Faults(written.Message, InformationRequests.Opening) is [], what);
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused_and_never_cut()
    {
        foreach (
            var wrong in new[]
            {
                Request with
                {
                    InvestigationId = new string('x', 36),
                },
                Request with
                {
                    InvestigationId = "",
                },
                Request with
                {
                    Paragraph = "a\u0001b",
                },
                Request with
                {
                    To = new DateOnly(2025, 1, 1),
                },
                Request with
                {
                    About = new SearchCriterion.Account("KZ87125KZT5004100100"),
                },
                Request with
                {
                    About = new SearchCriterion.Account("x", new string('s', 36)),
                },
                Request with
                {
                    About = new SearchCriterion.Transactions([]),
                },
                Request with
                {
                    About = new SearchCriterion.Transactions([new string('1', 36)]),
                },
                Request with
                {
                    Wanted = "",
                },
            }
        )
        {
            Assert.IsType<InformationRequestWriting.Refused>(InformationRequests.Write(wrong));
        }
    }

    [Fact]
    public void An_answer_is_read_with_its_result_as_it_stood()
    {
        var answer = Answer(
            Found
                + "<RtrInd><AuthrtyReqTp><MsgNmId>x</MsgNmId></AuthrtyReqTp><InvstgtnRslt><InvstgtnSts>NFOU</InvstgtnSts></InvstgtnRslt><AddtlInf>nothing "
                + "more</AddtlInf></RtrInd>"
        );
        foreach (var schemas in new[] { null, Iso20022Schemas.LoadAuthority(Folder) })
        {
            var read = Assert.IsType<InformationResponseReading.Read>(new InformationResponses(schemas).Read(answer)).Response;
            Assert.Equal(
                ("R-1", "case-1-0001", ResponseStatus.Complete, Iban),
                (read.ResponseId, read.InvestigationId, read.Status, read.Account)
            );
            Assert.Equal(2, read.Results.Count);
            Assert.Contains("<Bal ccy=\"KZT\">12</Bal>", read.Results[0].Content, StringComparison.Ordinal);
            Assert.Equal((null, "NFOU", "nothing more"), (read.Results[1].Content, read.Results[1].Finding, read.Results[1].Words));
        }
        Assert.Empty(Faults(answer, "auth.002.001.01"));
    }

    [Fact]
    public void A_status_change_comes_back_as_it_was_written()
    {
        foreach (var confidential in new[] { true, false })
        {
            var written = Assert
                .IsType<InformationRequestWriting.Written>(InformationRequests.WriteStatusChange("case-1-0001", confidential))
                .Message;
            Assert.Empty(Faults(written, InformationRequests.StatusChange));
            var read = Assert.IsType<InformationResponseReading.StatusChanged>(
                new InformationResponses(Iso20022Schemas.LoadAuthority(Folder)).Read(written)
            );
            Assert.Equal(new InformationStatus("case-1-0001", confidential), read.Status);
        }
    }

    /// <summary>Whatever one takes away, doubles or spoils: the reader alone never fails but by a refusal, and what it refuses the schema
    /// refuses too.</summary>
    [Fact]
    public void Broken_answers_are_refused_as_the_schema_refuses_them()
    {
        var text = Encoding.UTF8.GetString(Answer(Found));
        var document = new XmlDocument();
        document.LoadXml(text);
        var refused = 0;
        foreach (
            var element in document
                .SelectNodes("//*")!
                .Cast<XmlElement>()
                .Where(one => one != document.DocumentElement && one.NamespaceURI == document.DocumentElement!.NamespaceURI)
                .ToList()
        )
        {
            var (parent, next) = (element.ParentNode!, element.NextSibling);
            parent.RemoveChild(element);
            Compare();
            parent.InsertBefore(element, next);
            var twice = parent.InsertBefore(element.CloneNode(true), element)!;
            Compare();
            parent.RemoveChild(twice);
        }
        Assert.InRange(refused, 10, 100);
        foreach (
            var broken in (string[])
                [
                    "",
                    "<",
                    "<!DOCTYPE x><x/>",
                    text.Replace("auth.002", "auth.001", StringComparison.Ordinal),
                    text.Replace("COMP", "FULL", StringComparison.Ordinal),
                    text[..(text.Length / 2)],
                ]
        )
        {
            Assert.IsType<InformationResponseReading.Refused>(new InformationResponses(null).Read(Encoding.UTF8.GetBytes(broken)));
        }

        void Compare()
        {
            var bytes = Encoding.UTF8.GetBytes(document.OuterXml);
            if (new InformationResponses(null).Read(bytes) is not InformationResponseReading.Refused { Fault.Text: var why })
                return;
            refused++;
            Assert.True(Faults(bytes, "auth.002.001.01").Count > 0, why);
        }
    }

    private const string Found = """
        <RtrInd><RspnPrd><Dt><FrDt>2026-01-01</FrDt><ToDt>2026-02-01</ToDt></Dt></RspnPrd><AuthrtyReqTp><MsgNmId>camt.053.001.08</MsgNmId><MsgNm>Statement</MsgNm></AuthrtyReqTp>
        <InvstgtnRslt><Rslt><Stmt xmlns="urn:example"><Bal ccy="KZT">12<!--c--></Bal></Stmt></Rslt></InvstgtnRslt></RtrInd>
        """;

    private static byte[] Answer(string results) =>
        Encoding.UTF8.GetBytes(
            $"""
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:auth.002.001.01"><InfReqRspn><RspnId>R-1</RspnId><InvstgtnId>case-1-0001</InvstgtnId><RspnSts>COMP</RspnSts>
            <SchCrit><Acct><Id><Id><IBAN>{Iban}</IBAN></Id></Id><InvstgtdPties><Cd>ALLP</Cd></InvstgtdPties><AuthrtyReqTp><MsgNmId>camt.053.001.08</MsgNmId></AuthrtyReqTp></Acct></SchCrit>
            {results}</InfReqRspn></Document>
            """
        );

    private static List<string> Faults(byte[] message, string name)
    {
        var faults = new List<string>();
        var settings = new XmlReaderSettings { ValidationType = ValidationType.Schema };
        settings.Schemas.Add(null, Path.Combine(Folder, name + ".xsd"));
        settings.ValidationFlags |= XmlSchemaValidationFlags.ReportValidationWarnings;
        // What stands in an envelope is of another schema: lax.
        settings.ValidationEventHandler += (_, e) =>
        {
            if (e.Severity == XmlSeverityType.Error)
                faults.Add(e.Message);
        };
        using var reader = XmlReader.Create(new MemoryStream(message), settings);
        while (reader.Read()) { }
        return faults;
    }
}
