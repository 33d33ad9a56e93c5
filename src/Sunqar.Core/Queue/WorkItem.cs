using Sunqar.Core.Acts;
using Sunqar.Core.Payments;

namespace Sunqar.Core.Queue;

/// <summary>A payment that is held now.</summary>
/// <param name="HeldUs">When it was held, microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="ExpiresUs">When it goes on by itself, by the term of law that ran from its report.</param>
/// <param name="Rules">The rules that hold it, in the decision's order.</param>
/// <param name="Sequence">Where its decision stands in the stream of payments.</param>
public sealed record HeldPayment(
    string Institution,
    string PaymentId,
    PaymentKind Kind,
    Money Amount,
    long HeldUs,
    long ExpiresUs,
    IReadOnlyList<string> Rules,
    long Sequence
)
{
    public string Id => IdOf(Institution, PaymentId);

    /// <summary>By which the queue names a payment: no institution's code has a slash.</summary>
    public static string IdOf(string institution, string paymentId) => institution + "/" + paymentId;

    /// <summary>The institution and the payment that an id names; null where it names none.</summary>
    public static (string Institution, string PaymentId)? Parse(string id) =>
        id.IndexOf('/', StringComparison.Ordinal) is > 0 and var at && at < id.Length - 1 ? (id[..at], id[(at + 1)..]) : null;
}

/// <summary>An amount in millionths of one unit.</summary>
public readonly record struct WorkAmount(Int128 Micro, Currency Currency);

/// <summary>Something that waits for somebody.</summary>
/// <param name="Title">What is to be done or judged, in words; pseudonyms only.</param>
/// <param name="CaseId">The case that it belongs to; null where none.</param>
/// <param name="SinceUs">Since when it waits, microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="DueUs">When it is due; <see cref="NoTerm"/> where nothing says so.</param>
/// <param name="Amount">Null where it is about none.</param>
/// <param name="Roles">Whose work it is.</param>
public sealed record WorkItem(
    WorkKind Kind,
    string Id,
    string Title,
    string? CaseId,
    long SinceUs,
    long DueUs,
    WorkAmount? Amount,
    IReadOnlyList<Role> Roles
)
{
    /// <summary>Nothing says when it is due.</summary>
    public const long NoTerm = long.MaxValue;

    /// <summary>Who answers for it: an account's id; empty for nobody.</summary>
    public string Owner { get; init; } = "";

    /// <summary>Who else answers for it; empty where one person does.</summary>
    public IReadOnlyCollection<string> With { get; init; } = [];

    /// <summary>The unit whose work it is; empty for no unit's.</summary>
    public string Unit { get; init; } = "";

    /// <summary>It stands for several that were asked for at once.</summary>
    public bool IsMany { get; init; }

    /// <summary>Who asked for it and so is no second person to it; empty for nobody.</summary>
    public string NotBy { get; init; } = "";

    /// <summary>The unit that its second person does not come from; empty for none.</summary>
    public string NotUnit { get; init; } = "";

    /// <summary>The one account that it is for; empty for whoever has a role.</summary>
    public string OnlyBy { get; init; } = "";

    /// <summary>Whether an account answers for it.</summary>
    public bool IsOf(string account) => account.Length > 0 && (Owner == account || With.Contains(account));

    /// <summary>Whether it is this person's work, or may become it. What is for one account alone its unit's heads see too.</summary>
    public bool IsFor(Actor actor) =>
        Roles.Contains(actor.Role)
        && (NotBy.Length == 0 || NotBy != actor.Id)
        && (NotUnit.Length == 0 || NotUnit != actor.Unit)
        && (OnlyBy.Length == 0 || OnlyBy == actor.Id || (actor.Role == Role.Head && Unit.Length > 0 && Unit == actor.Unit));
}
