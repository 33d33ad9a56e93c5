using System.Text;
using Sunqar.Formats.Iso20022;

namespace Sunqar.Tests.Iso20022;

/// <summary>Messages for the tests.</summary>
internal static class MessageExamples
{
    public const string Bank = "CASPKZKA";

    /// <summary>2026-01-15T05:00:00Z.</summary>
    public const long LatestUs = 1_768_453_200_000_000;

    public static string Transfer(
        string ids = "<EndToEndId>E2E-1</EndToEndId><TxId>TX-1</TxId>",
        string amount = "<IntrBkSttlmAmt Ccy=\"KZT\">612000.00</IntrBkSttlmAmt>",
        string creditorAccount = "<CdtrAcct><Id><Othr><Id>A-2</Id></Othr></Id></CdtrAcct>"
    ) =>
        $"""
            <CdtTrfTxInf><PmtId>{ids}</PmtId>{amount}<ChrgBr>SHAR</ChrgBr>
            <Dbtr><Nm>Абай  Құнанбайұлы</Nm><Id><PrvtId><Othr><Id>X1</Id><SchmeNm><Cd>CCPT</Cd></SchmeNm></Othr><Othr><Id>800416100254</Id><SchmeNm><Cd>NIDN</Cd></SchmeNm></Othr></PrvtId></Id></Dbtr>
            <DbtrAcct><Id><IBAN>KZ86125KZT5004100100</IBAN></Id></DbtrAcct><DbtrAgt><FinInstnId><BICFI>CASPKZKAXXX</BICFI></FinInstnId></DbtrAgt>
            <CdtrAgt><FinInstnId><BICFI>HSBKKZKX</BICFI></FinInstnId></CdtrAgt>
            <Cdtr><Nm>B</Nm><Id><PrvtId><Othr><Id>680503250034</Id></Othr></PrvtId></Id><CtctDtls><MobNb>+7-7010000002</MobNb></CtctDtls></Cdtr>{creditorAccount}<Purp><Cd>GIFT</Cd></Purp><RmtInf><Ustrd>rent &amp; light</Ustrd></RmtInf></CdtTrfTxInf>
            """;

    public static string Pacs8(
        string? transfers = null,
        string version = "08",
        string count = "1",
        string control = "",
        string agent = Bank,
        string time = "2026-01-15T09:30:00+05:00"
    ) =>
        $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pacs.008.001.{version}"><FIToFICstmrCdtTrf>
            <GrpHdr><MsgId>M-1</MsgId><CreDtTm>{time}</CreDtTm><NbOfTxs>{count}</NbOfTxs>{control}<SttlmInf><SttlmMtd>CLRG</SttlmMtd></SttlmInf>
            <InstgAgt><FinInstnId><BICFI>{agent}</BICFI></FinInstnId></InstgAgt></GrpHdr>
            {transfers ?? Transfer()}
            </FIToFICstmrCdtTrf></Document>
            """;

    public static string Pain1(string agent = Bank) =>
        $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"><CstmrCdtTrfInitn>
            <GrpHdr><MsgId>M-2</MsgId><CreDtTm>2026-01-15T09:30:00</CreDtTm><NbOfTxs>2</NbOfTxs><CtrlSum>100.5</CtrlSum><InitgPty><Nm>B</Nm></InitgPty></GrpHdr>
            <PmtInf><PmtInfId>P-1</PmtInfId><PmtMtd>TRF</PmtMtd><ReqdExctnDt><Dt>2026-01-15</Dt></ReqdExctnDt><Dbtr><Nm>A</Nm></Dbtr>
            <DbtrAcct><Id><IBAN>KZ86125KZT5004100100</IBAN></Id></DbtrAcct><DbtrAgt><FinInstnId><BICFI>{agent}</BICFI></FinInstnId></DbtrAgt>
            <CdtTrfTxInf><PmtId><InstrId>I-1</InstrId><EndToEndId>NOTPROVIDED</EndToEndId></PmtId><Amt><InstdAmt Ccy="KZT">100</InstdAmt></Amt><Cdtr><Nm>C</Nm></Cdtr><CdtrAcct><Id><IBAN>KZ86125KZT5004100100</IBAN></Id></CdtrAcct></CdtTrfTxInf>
            <CdtTrfTxInf><PmtId><EndToEndId>INV 7</EndToEndId><UETR>8a562c67-ca16-48ba-b074-65581be6f001</UETR></PmtId><Amt><InstdAmt Ccy="USD">0.50000</InstdAmt></Amt><CdtrAcct><Id><Othr><Id>A-2</Id></Othr></Id></CdtrAcct></CdtTrfTxInf>
            </PmtInf></CstmrCdtTrfInitn></Document>
            """;

    /// <summary>Read with the reader's own checks alone.</summary>
    public static CreditTransferReading Read(string xml) => new CreditTransfers(null).Read(Encoding.UTF8.GetBytes(xml), Bank, LatestUs);

    public static CreditTransferReading.Read Taken(string xml) =>
        Read(xml) switch
        {
            CreditTransferReading.Read read => read,
            CreditTransferReading.Refused refused => throw new InvalidOperationException(refused.Fault.ToString()),
            _ => throw new InvalidOperationException(),
        };
}
