namespace Sunqar.Formats.Iso20022;

/// <summary>How far a bank has answered (StatusResponse1Code).</summary>
public enum ResponseStatus : byte
{
    /// <summary>NRES: there is no answer.</summary>
    None = 0,

    /// <summary>PART: more will come.</summary>
    Partial = 1,

    /// <summary>COMP: this is all.</summary>
    Complete = 2,
}

/// <summary>One thing that a bank returns.</summary>
/// <param name="Wanted">Name of the message that was asked for.</param>
/// <param name="Finding">FOUN, NFOU (nothing found), NOAP (not applicable); null where the result itself is here.</param>
/// <param name="Content">The result as XML, without comments and indentation; null where there is none. It may hold personal data:
/// evidence, to be kept sealed.</param>
public sealed record ReturnedResult(string Wanted, string? Finding, string? Content, string? Words);

/// <summary>A bank's answer to a request.</summary>
/// <param name="Account">The account that the bank says it searched by; null for another criterion.</param>
/// <param name="Transactions">The transactions that it searched for.</param>
public sealed record InformationResponse(
    string ResponseId,
    string InvestigationId,
    ResponseStatus Status,
    string? Account,
    IReadOnlyList<string> Transactions,
    IReadOnlyList<ReturnedResult> Results
);

/// <summary>Whether the customer of a request may be told.</summary>
public sealed record InformationStatus(string InvestigationId, bool Confidential);

/// <summary>The outcome of reading.</summary>
public abstract record InformationResponseReading
{
    private InformationResponseReading() { }

    public sealed record Read(InformationResponse Response) : InformationResponseReading;

    /// <summary>auth.003 instead of an answer.</summary>
    public sealed record StatusChanged(InformationStatus Status) : InformationResponseReading;

    public sealed record Refused(Iso20022Fault Fault) : InformationResponseReading;
}

/// <summary>auth.002.001.01, a bank's answer, and auth.003.001.01. For any number of threads.</summary>
/// <param name="schemas">The published schemas; null where only the reader's own checks are made.</param>
public sealed class InformationResponses(Iso20022Schemas? schemas)
{
    private const int IdMax = 35;

    public InformationResponseReading Read(ReadOnlyMemory<byte> bytes)
    {
        var reader = new MessageReader(MessageGrammar.Authority, Iso20022Limits.AuthorityTextMax);
        if (reader.Read(bytes, schemas) is { } fault)
            return new InformationResponseReading.Refused(fault);
        return reader.Root.At("InfReqRspn") is { } answer ? Answer(answer) : Change(reader.Root.At("InfReqStsChngNtfctn")!);
    }

    private static InformationResponseReading Answer(MessagePart answer)
    {
        string responseId = answer.TextAt("RspnId")!,
            investigation = answer.TextAt("InvstgtnId")!;
        if (responseId.Length > IdMax || investigation.Length > IdMax)
            return Refused($"RspnId and InvstgtnId have 1 to {IdMax} characters.");
        ResponseStatus? status = answer.TextAt("RspnSts") switch
        {
            "NRES" => ResponseStatus.None,
            "PART" => ResponseStatus.Partial,
            "COMP" => ResponseStatus.Complete,
            _ => null,
        };
        if (status is not { } known)
            return Refused("RspnSts is NRES, PART or COMP.");
        var results = new List<ReturnedResult>();
        foreach (var part in answer.All("RtrInd"))
        {
            var finding = part.TextAt("InvstgtnRslt/InvstgtnSts");
            if (finding is not (null or "FOUN" or "NFOU" or "NOAP"))
                return Refused("InvstgtnSts is FOUN, NFOU or NOAP.");
            results.Add(
                new ReturnedResult(part.TextAt("AuthrtyReqTp/MsgNmId")!, finding, part.TextAt("InvstgtnRslt/Rslt"), part.TextAt("AddtlInf"))
            );
        }
        var account = answer.TextAt("SchCrit/Acct/Id/Id/IBAN") ?? answer.TextAt("SchCrit/Acct/Id/Id/Othr/Id");
        var transactions = answer.At("SchCrit")!.All("OrgnlTxNb").Select(one => one.TextAt("Nb")!).ToList();
        return new InformationResponseReading.Read(
            new InformationResponse(responseId, investigation, known, account, transactions, results)
        );
    }

    private static InformationResponseReading Change(MessagePart change) =>
        change.TextAt("OrgnlBizQry") is not { Length: <= IdMax } query
            ? Refused($"OrgnlBizQry has 1 to {IdMax} characters.")
            : change.TextAt("CnfdtltySts") switch
            {
                "true" or "1" => new InformationResponseReading.StatusChanged(new InformationStatus(query, true)),
                "false" or "0" => new InformationResponseReading.StatusChanged(new InformationStatus(query, false)),
                _ => Refused("CnfdtltySts is true or false."),
            };

    private static InformationResponseReading.Refused Refused(string text) => new(new Iso20022Fault(ReasonCodes.InvalidFormat, text));
}
