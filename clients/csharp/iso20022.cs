// A transfer as pacs.008.001.08, answered by pacs.002.001.10 (docs/iso20022.md): dotnet run iso20022.cs URL KEY INSTITUTION [AMOUNT]
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Xml.Linq;

if (args.Length < 3 || !Uri.TryCreate(args[0], UriKind.Absolute, out var server))
{
    Console.Error.WriteLine("expected: dotnet run iso20022.cs URL KEY INSTITUTION [AMOUNT], the last e.g. 1003.00");
    return 2;
}
XNamespace ns = "urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08";
var (institution, amount) = (args[2], args.Length > 3 ? args[3] : "150.00");
var now = DateTimeOffset.UtcNow;
var id = $"{institution}-{now:yyyyMMddHHmmssfff}";
XElement Agent(string name) => new(ns + name, new XElement(ns + "FinInstnId", new XElement(ns + "BICFI", institution)));
XElement Account(string name, string number) =>
    new(ns + name, new XElement(ns + "Id", new XElement(ns + "Othr", new XElement(ns + "Id", number))));
var document = new XDocument(
    new XElement(
        ns + "Document",
        new XElement(
            ns + "FIToFICstmrCdtTrf",
            new XElement(
                ns + "GrpHdr",
                new XElement(ns + "MsgId", id),
                new XElement(ns + "CreDtTm", now.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
                new XElement(ns + "NbOfTxs", "1"),
                new XElement(ns + "SttlmInf", new XElement(ns + "SttlmMtd", "CLRG"))
            ),
            new XElement(
                ns + "CdtTrfTxInf",
                new XElement(ns + "PmtId", new XElement(ns + "EndToEndId", "NOTPROVIDED"), new XElement(ns + "TxId", id)),
                new XElement(ns + "IntrBkSttlmAmt", new XAttribute("Ccy", "KZT"), amount),
                new XElement(ns + "IntrBkSttlmDt", now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
                new XElement(ns + "ChrgBr", "SLEV"),
                new XElement(ns + "Dbtr", new XElement(ns + "Nm", "A sender of the sandbox")),
                Account("DbtrAcct", "A-1"),
                Agent("DbtrAgt"),
                Agent("CdtrAgt"),
                new XElement(ns + "Cdtr", new XElement(ns + "Nm", "A recipient of the sandbox")),
                Account("CdtrAcct", "B-2")
            )
        )
    )
);
using var client = new HttpClient { BaseAddress = server };
client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", args[1]);
using var body = new StringContent(document.ToString(), Encoding.UTF8, "application/xml");
using var answer = await client.PostAsync("/v1/iso20022", body);
var text = await answer.Content.ReadAsStringAsync();
if (answer.Content.Headers.ContentType?.MediaType?.EndsWith("xml", StringComparison.Ordinal) != true)
{
    Console.Error.WriteLine($"{(int)answer.StatusCode}: {text}");
    return 1;
}
var report = XDocument.Parse(text);
foreach (var status in report.Descendants().Where(element => element.Name.LocalName == "TxInfAndSts"))
{
    string Of(string name) => status.Descendants().FirstOrDefault(element => element.Name.LocalName == name)?.Value ?? "";
    Console.WriteLine($"{Of("OrgnlTxId")}: {Of("TxSts")} {Of("Cd")} {Of("AddtlInf")}".TrimEnd());
}
return answer.IsSuccessStatusCode ? 0 : 1;
