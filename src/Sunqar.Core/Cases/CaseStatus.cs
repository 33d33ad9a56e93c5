namespace Sunqar.Core.Cases;

/// <summary>Where a case stands. Kept in facts: never renumber.</summary>
public enum CaseStatus : byte
{
    /// <summary>Opened; nobody answers for it.</summary>
    New = 0,

    /// <summary>An officer answers for it.</summary>
    Assigned = 1,

    /// <summary>It is looked into: measures are asked for and evidence is taken.</summary>
    UnderExamination = 2,

    /// <summary>It waits for somebody outside: a bank's answer, a foreign FIU.</summary>
    Waiting = 3,

    /// <summary>The materials lie with another authority.</summary>
    Referred = 4,

    /// <summary>Closed, with an outcome.</summary>
    Closed = 5,
}

/// <summary>How a case ended. Kept in facts: never renumber.</summary>
public enum CaseResult : byte
{
    None = 0,

    /// <summary>Measures were taken and confirmed.</summary>
    MeasuresTaken = 1,

    /// <summary>Another authority has it.</summary>
    HandedOver = 2,

    /// <summary>Nothing speaks for an offence.</summary>
    NoGrounds = 3,

    /// <summary>Whoever lent a card volunteered and assisted: art. 232-1 of the Criminal Code exempts a first offender.</summary>
    Exempted = 4,

    /// <summary>Its matter goes on in another case.</summary>
    Joined = 5,
}

/// <summary>
/// Between which statuses a case may pass, and why not between the others: an officer answers before anybody looks, nothing is closed
/// unseen, and what is closed is reopened openly or not at all. docs/cases.md shows the table.
/// </summary>
public static class CaseTransitions
{
    /// <summary>Null where the law of the house lets it pass; else the sentence that refuses it.</summary>
    public static string? Refusal(CaseStatus from, CaseStatus to) =>
        (from, to) switch
        {
            _ when from == to => "It stands there already.",
            (CaseStatus.New, CaseStatus.Assigned) => null,
            (CaseStatus.New, _) => "Nobody answers for the case yet: assign an officer first.",
            (CaseStatus.Closed, CaseStatus.UnderExamination) => null,
            (CaseStatus.Closed, _) => "The case is closed: it can only be reopened, for examination.",
            (_, CaseStatus.New) => "A case that was assigned does not become new again.",
            (CaseStatus.Assigned, CaseStatus.UnderExamination) => null,
            (CaseStatus.Assigned, CaseStatus.Closed) => "A case that nobody examined is not closed.",
            (CaseStatus.Assigned, _) => "Nothing is waited for or handed over before the case is examined.",
            (_, CaseStatus.Assigned) => "The examination has begun: another officer is added, the case does not go back.",
            (CaseStatus.UnderExamination, _) => null,
            (CaseStatus.Waiting, CaseStatus.UnderExamination) => null,
            (CaseStatus.Waiting, _) => "The case waits for an answer: take the examination up again first.",
            (CaseStatus.Referred, CaseStatus.Waiting) => "The case lies with another authority: take it back first.",
            (CaseStatus.Referred, _) => null,
            _ => throw new ArgumentOutOfRangeException(nameof(from)),
        };
}
