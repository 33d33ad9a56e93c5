namespace Sunqar.Formats.Iso20022;

/// <summary>How often an element may stand at its place.</summary>
internal enum Occurs : byte
{
    Once,
    Perhaps,
    Any,
    Some,
}

/// <param name="Type">What stands in it; empty for a text that is read, <see cref="MessageGrammar.Whole"/> for any elements that are kept
/// as they stand, null for what is passed over.</param>
internal sealed record GrammarPart(string Name, Occurs Occurs, string? Type);

/// <summary>
/// The order of elements in the messages that are taken, as far as their content is read. One line a type: its elements in their order,
/// <c>?</c> at most once, <c>*</c> any number, <c>+</c> at least once, else just once; <c>:Type</c> is looked into, <c>:</c> is a text that
/// is read, <c>:!</c> is kept whole, and anything else is passed over (the published schema judges it, where there is one). A line with
/// <c>|</c> is a choice.
/// </summary>
internal static class MessageGrammar
{
    private const string Types = """
        pacs.008.001.08 = FIToFICstmrCdtTrf:Transfers8
        pacs.008.001.10 = FIToFICstmrCdtTrf:Transfers10
        pain.001.001.09 = CstmrCdtTrfInitn:Initiation
        auth.002.001.01 = InfReqRspn:InformationResponse
        auth.003.001.01 = InfReqStsChngNtfctn:StatusChange
        InformationResponse = RspnId: InvstgtnId: RspnSts: SchCrit:Searched RtrInd+:Returned SplmtryData*
        Searched = Acct?:SearchedAccount | CstmrId? | PmtInstrm? | OrgnlTxNb*:SearchedTransaction
        SearchedAccount = Id:SearchedAccountId InvstgtdPties AuthrtyReqTp+
        SearchedAccountId = Id:AccountId Tp? Ccy? Nm? Ownr? Svcr?
        SearchedTransaction = Nb: Tp+ AddtlInf?
        Returned = RspnPrd? AuthrtyReqTp:RequestType InvstgtnRslt:Result AddtlInf?:
        RequestType = MsgNmId: MsgNm?:
        Result = Rslt?:! | InvstgtnSts?:
        StatusChange = OrgnlBizQry: CnfdtltySts: SplmtryData*
        Transfers8 = GrpHdr:Header CdtTrfTxInf+:Transfer8 SplmtryData*
        Transfers10 = GrpHdr:Header CdtTrfTxInf+:Transfer10 SplmtryData*
        Header = MsgId: CreDtTm: BtchBookg? NbOfTxs: CtrlSum?: TtlIntrBkSttlmAmt? IntrBkSttlmDt? SttlmInf PmtTpInf? InstgAgt?:Agent InstdAgt?
        Transfer8 = PmtId:TransferIds PmtTpInf? IntrBkSttlmAmt: IntrBkSttlmDt? SttlmPrty? SttlmTmIndctn? SttlmTmReq? AccptncDtTm?: PoolgAdjstmntDt? InstdAmt? XchgRate? ChrgBr ChrgsInf* PrvsInstgAgt1? PrvsInstgAgt1Acct? PrvsInstgAgt2? PrvsInstgAgt2Acct? PrvsInstgAgt3? PrvsInstgAgt3Acct? InstgAgt?:Agent InstdAgt? IntrmyAgt1? IntrmyAgt1Acct? IntrmyAgt2? IntrmyAgt2Acct? IntrmyAgt3? IntrmyAgt3Acct? UltmtDbtr? InitgPty? Dbtr:Party DbtrAcct?:Account DbtrAgt:Agent DbtrAgtAcct? CdtrAgt:Agent CdtrAgtAcct? Cdtr:Party CdtrAcct?:Account UltmtCdtr? InstrForCdtrAgt* InstrForNxtAgt* Purp?:Purpose RgltryRptg* Tax? RltdRmtInf* RmtInf? SplmtryData*
        Transfer10 = PmtId:TransferIds PmtTpInf? IntrBkSttlmAmt: IntrBkSttlmDt? SttlmPrty? SttlmTmIndctn? SttlmTmReq? AccptncDtTm?: PoolgAdjstmntDt? InstdAmt? XchgRate? ChrgBr ChrgsInf* MndtRltdInf? PrvsInstgAgt1? PrvsInstgAgt1Acct? PrvsInstgAgt2? PrvsInstgAgt2Acct? PrvsInstgAgt3? PrvsInstgAgt3Acct? InstgAgt?:Agent InstdAgt? IntrmyAgt1? IntrmyAgt1Acct? IntrmyAgt2? IntrmyAgt2Acct? IntrmyAgt3? IntrmyAgt3Acct? UltmtDbtr? InitgPty? Dbtr:Party DbtrAcct?:Account DbtrAgt:Agent DbtrAgtAcct? CdtrAgt:Agent CdtrAgtAcct? Cdtr:Party CdtrAcct?:Account UltmtCdtr? InstrForCdtrAgt* InstrForNxtAgt* Purp?:Purpose RgltryRptg* Tax? RltdRmtInf* RmtInf? SplmtryData*
        TransferIds = InstrId?: EndToEndId: TxId?: UETR?: ClrSysRef?
        Initiation = GrpHdr:InitiationHeader PmtInf+:Instruction SplmtryData*
        InitiationHeader = MsgId: CreDtTm: Authstn* NbOfTxs: CtrlSum?: InitgPty FwdgAgt?
        Instruction = PmtInfId: PmtMtd BtchBookg? NbOfTxs? CtrlSum? PmtTpInf? ReqdExctnDt PoolgAdjstmntDt? Dbtr:Party DbtrAcct:Account DbtrAgt:Agent DbtrAgtAcct? InstrForDbtrAgt? UltmtDbtr? ChrgBr? ChrgsAcct? ChrgsAcctAgt? CdtTrfTxInf+:Initiated
        Initiated = PmtId:InitiatedIds PmtTpInf? Amt:AmountChoice XchgRateInf? ChrgBr? ChqInstr? UltmtDbtr? IntrmyAgt1? IntrmyAgt1Acct? IntrmyAgt2? IntrmyAgt2Acct? IntrmyAgt3? IntrmyAgt3Acct? CdtrAgt?:Agent CdtrAgtAcct? Cdtr?:Party CdtrAcct?:Account UltmtCdtr? InstrForCdtrAgt* InstrForDbtrAgt? Purp?:Purpose RgltryRptg* Tax? RltdRmtInf* RmtInf? SplmtryData*
        InitiatedIds = InstrId?: EndToEndId: UETR?:
        AmountChoice = InstdAmt?: | EqvtAmt?
        Agent = FinInstnId:Institution BrnchId?
        Institution = BICFI?: ClrSysMmbId? LEI? Nm? PstlAdr? Othr?
        Party = Nm?: PstlAdr? Id?:PartyId CtryOfRes? CtctDtls?:Contact
        Contact = NmPrfx? Nm? PhneNb?: MobNb?: FaxNb? EmailAdr? EmailPurp? JobTitl? Rspnsblty? Dept? Othr* PrefrdMtd?
        Purpose = Cd?: | Prtry?:
        PartyId = OrgId? | PrvtId?:PrivateId
        PrivateId = DtAndPlcOfBirth? Othr*:OtherId
        OtherId = Id: SchmeNm?:Scheme Issr?
        Scheme = Cd?: | Prtry?
        Account = Id?:AccountId Tp? Ccy? Nm? Prxy?
        AccountId = IBAN?: | Othr?:OtherAccount
        OtherAccount = Id: SchmeNm? Issr?
        """;

    private static readonly Dictionary<string, (bool IsChoice, GrammarPart[] Parts)> ByName = Types
        .Split('\n')
        .Select(Read)
        .ToDictionary(type => type.Name, type => (type.IsChoice, type.Parts));

    /// <summary>Type of what is kept as it stands.</summary>
    public const string Whole = "!";

    /// <summary>The payment messages that are taken: <c>pacs.008.001.08</c> and so on.</summary>
    public static IReadOnlyList<string> Payments { get; } =
    [.. ByName.Keys.Where(name => name.StartsWith('p') && name.Contains('.', StringComparison.Ordinal))];

    /// <summary>The messages between an authority and a bank that are read.</summary>
    public static IReadOnlyList<string> Authority { get; } =
    [.. ByName.Keys.Where(name => name.StartsWith("auth.", StringComparison.Ordinal))];

    /// <summary>The elements of a type in their order, or of which one stands there.</summary>
    public static (bool IsChoice, GrammarPart[] Parts) Of(string type) => ByName[type];

    private static (string Name, bool IsChoice, GrammarPart[] Parts) Read(string line)
    {
        var words = line.Split(' ');
        return (words[0], words.Contains("|"), [.. words.Skip(2).Where(word => word != "|").Select(Part)]);
    }

    private static GrammarPart Part(string word)
    {
        var colon = word.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? word : word[..colon];
        var occurs = name[^1] switch
        {
            '?' => Occurs.Perhaps,
            '*' => Occurs.Any,
            '+' => Occurs.Some,
            _ => Occurs.Once,
        };
        return new GrammarPart(occurs == Occurs.Once ? name : name[..^1], occurs, colon < 0 ? null : word[(colon + 1)..]);
    }
}
