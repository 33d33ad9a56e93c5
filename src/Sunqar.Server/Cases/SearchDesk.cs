using Sunqar.Core.Acts;
using Sunqar.Core.Blocking;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Measures;
using Sunqar.Core.Queue;
using Sunqar.Core.Screening;
using Sunqar.Server.Entrance;
using Sunqar.Server.Pages.State;
using Sunqar.Work.Acting;
using Sunqar.Work.Registers;
using Sunqar.Work.Wording;

namespace Sunqar.Server.Cases;

/// <summary>
/// Finds things by their names, for whoever may see them: never people. What looks like a person's number is refused before anything is
/// looked for. A new kind of thing is a function here and a line of <see cref="Kinds"/>.
/// </summary>
internal sealed class SearchDesk(ActDoor acts, DeskDoor payments, CaseDoor cases, RegistryDoor registry, IConsoleState state)
{
    /// <summary>Characters of a question, as of a payment's id with its institution.</summary>
    public const int QuestionMax = 200;

    /// <summary>Hits that a page lists.</summary>
    public const int HitsMax = 100;

    public static readonly string TooLong = $"Ask with at most {QuestionMax} characters.";

    public const string NoPeople =
        "That looks like a person's number. People are looked for in a case, with a purpose and a grant: "
        + "open the case, then “Who stands behind them”.";

    /// <summary>Alerts whose subjects' names are tried against a pseudonym: those of the newest weeks.</summary>
    private const int AlertsTriedMax = 5_000;

    /// <summary>Shorter pieces of a title match half of everything.</summary>
    private const int PieceMin = 3;

    private static readonly Role[] Finders = [Role.Analyst, Role.Officer, Role.Head];
    private static readonly Role[] Everybody = [Role.Analyst, Role.Officer, Role.Head, Role.Supervisor];
    private static readonly Role[] Deciders = [Role.Officer, Role.Head, Role.Supervisor];

    private (Role[] Roles, Func<string, IEnumerable<SearchHit>> Find)[] Kinds =>
        [
            (Finders, Payments),
            (Finders, CasesOf),
            (Finders, Alerts),
            (Finders, Networks),
            (Deciders, Measures),
            (Deciders, Orders),
            (Everybody, Platforms),
            (Everybody, Institutions),
            (Finders, Wallets),
            (Finders, Pseudonyms),
        ];

    /// <summary>What a question finds for somebody, what is exact first; null while the journal is read.</summary>
    public SearchSheet? Find(string question, Role role)
    {
        if (acts.Current is null || payments.Current is null)
            return null;
        if (question.Length == 0)
            return new SearchSheet("", null, [], 0);
        if (Refusal(question) is { } refusal)
            return new SearchSheet("", refusal, [], 0);
        var hits = Kinds
            .Where(kind => kind.Roles.Contains(role))
            .SelectMany(kind => kind.Find(question))
            .DistinctBy(hit => (hit.Path, hit.Kind))
            .OrderByDescending(hit => hit.IsExact)
            .ThenBy(hit => hit.Kind, StringComparer.Ordinal)
            .ToList();
        return new SearchSheet(question, null, [.. hits.Take(HitsMax)], Math.Max(0, hits.Count - HitsMax));
    }

    /// <summary>Why nothing is looked for by this text; null where something is.</summary>
    public static string? Refusal(string question) =>
        question.Length > QuestionMax ? TooLong
        : CaseText.Fault(question, QuestionMax) is null ? null
        : NoPeople;

    private T Read<T>(Func<ActState, T> read) => acts.Current!.Read(read);

    private static bool Same(string text, string question) => string.Equals(text, question, StringComparison.OrdinalIgnoreCase);

    private static bool Begins(string text, string question) => text.StartsWith(question, StringComparison.OrdinalIgnoreCase);

    private static bool Holds(string text, string question) =>
        question.Length >= PieceMin && text.Contains(question, StringComparison.CurrentCultureIgnoreCase);

    /// <summary>A payment's id is its institution's: with the institution before it, or at every institution that is known.</summary>
    private IEnumerable<SearchHit> Payments(string question)
    {
        var split = question.Split([' ', '/'], 2, StringSplitOptions.TrimEntries);
        var known = KnownInstitutions();
        var pairs = known.Select(code => (Code: code, Id: question));
        if (split.Length == 2)
            pairs = pairs.Append((split[0].ToUpperInvariant(), split[1]));
        foreach (var (code, id) in pairs)
        {
            if (id.Length > 0 && payments.Current!.Desk.Find(code, id) is { } history)
            {
                yield return new SearchHit(
                    "payment",
                    $"{code} {id}",
                    $"{Amounts.Full(history.Payment.Amount)}, {Words.Outcome(history.Standing.Outcome)}, {When.Exact(history.Payment.TimeUs)}",
                    $"/payments/{Uri.EscapeDataString(code)}/{Uri.EscapeDataString(id)}",
                    true
                );
            }
        }
    }

    private IEnumerable<SearchHit> CasesOf(string question) =>
        Read(folds =>
            folds
                .Of<CaseBook>()
                .Cases.Where(one => Begins(one.Id, question) || Holds(one.Title, question))
                .Select(one => new SearchHit(
                    "case",
                    one.Title,
                    $"{one.Id}, {(one.IsOpen ? CaseWords.Of(one.Status) : "closed")}",
                    "/cases/" + Uri.EscapeDataString(one.Id),
                    Same(one.Id, question)
                ))
                .ToList()
        );

    private IEnumerable<SearchHit> Alerts(string question) =>
        state
            .Alerts.Alerts.Where(alert => Begins(alert.Id, question) || Same(alert.Rule, question) || Same(alert.Typology, question))
            .Take(HitsMax + 1)
            .Select(alert => new SearchHit(
                "alert",
                $"{alert.Typology}: {alert.Rule.Replace('_', ' ')}",
                When.Period(alert.FirstUs, alert.LastUs),
                "/alerts/" + Uri.EscapeDataString(alert.Id),
                Same(alert.Id, question)
            ));

    private IEnumerable<SearchHit> Networks(string question) =>
        state
            .Networks.Where(one => Begins(one.Id, question) || Begins(one.Id, one.Kind + "-" + question))
            .Select(one => new SearchHit(
                "network",
                $"{Words.Plain(one.Kind)} {Words.NetworkId(one.Id, one.Kind)}",
                $"{Words.Plural(one.Members, "member")}, {Amounts.Both(one.Turnover)}",
                "/networks/" + Uri.EscapeDataString(one.Id),
                Same(one.Id, question)
            ));

    private IEnumerable<SearchHit> Measures(string question) =>
        Read(folds =>
            folds
                .Of<MeasureBook>()
                .All.Where(one => Begins(one.Id, question))
                .Select(one => new SearchHit(
                    "measure",
                    $"{one.Kind.Title} {one.Id}",
                    MeasureWords.Of(one.StatusAt(acts.Current!.NowUs)),
                    "/measures/" + Uri.EscapeDataString(one.Id),
                    Same(one.Id, question)
                ))
                .ToList()
        );

    /// <summary>By its id, or by a site that it names.</summary>
    private IEnumerable<SearchHit> Orders(string question)
    {
        var site = Site(question);
        return Read(folds =>
            folds
                .Of<BlockOrders>()
                .All.Select(one => (Order: one, Site: one.Domains.FirstOrDefault(domain => Same(domain, site) || Holds(domain, question))))
                .Where(one => Begins(one.Order.Id, question) || one.Site is not null)
                .Select(one => new SearchHit(
                    one.Site is null ? "order" : "site",
                    one.Site ?? one.Order.Id,
                    $"{one.Order.Id}, {one.Order.Status(acts.Current!.NowUs).ToString().ToLowerInvariant()}",
                    "/orders/" + Uri.EscapeDataString(one.Order.Id),
                    Same(one.Order.Id, question) || Same(one.Site ?? "", site)
                ))
                .ToList()
        );
    }

    /// <summary>The host of an address that was pasted; else the text itself.</summary>
    private static string Site(string question) =>
        Uri.TryCreate(question, UriKind.Absolute, out var address) && address.Host.Length > 0 ? address.IdnHost : question;

    private IEnumerable<SearchHit> Platforms(string question) =>
        registry.Platforms is not { } search || question.Length > PlatformSearch.QueryMax
            ? []
            : search
                .Find(question, acts.Current!.NowUs)
                .Where(answer => answer.Listing is not null)
                .Select(answer => new SearchHit(
                    "platform",
                    answer.Listing!.Name,
                    $"{answer.Listing.Code}, {Words.Plain(answer.Verdict.ToString()).ToLowerInvariant()}, by its {answer.MatchedBy}",
                    "/check?q=" + Uri.EscapeDataString(question),
                    true
                ));

    private IEnumerable<SearchHit> Institutions(string question) =>
        KnownInstitutions()
            .Where(code => Begins(code, question))
            .Select(code => new SearchHit("institution", code, "", "/institutions/" + Uri.EscapeDataString(code), Same(code, question)));

    /// <summary>A wallet that a label, a list, a case or a measure names.</summary>
    private IEnumerable<SearchHit> Wallets(string question)
    {
        if (question.Length < 20 || question.Contains(' ', StringComparison.Ordinal))
            return [];
        var record = registry.Current?.Wallet(question);
        var isKnown =
            record is { Labels.Length: > 0 } or { Sanctions.Length: > 0 }
            || Read(folds =>
                folds.Of<CaseBook>().Cases.Any(one => one.Members.ContainsKey(question))
                || folds.Of<MeasureBook>().All.Any(one => one.Request.Target.Id == question)
            );
        return isKnown ? [new SearchHit("wallet", question, "", "/wallets/" + Uri.EscapeDataString(question), true)] : [];
    }

    /// <summary>A name of a case or an alert leads to the case or the alert: it says nothing of who it is.</summary>
    private IEnumerable<SearchHit> Pseudonyms(string question)
    {
        if (!Begins(question, Core.Oversight.Pseudonyms.Prefix) || cases.Names is not { } names)
            yield break;
        foreach (var one in Read(folds => folds.Of<CaseBook>().Cases.ToList()))
        {
            if (cases.NamesIn(one).FirstOrDefault(pair => Same(pair.Value, question)) is { Key: { } member, Value: { } name })
            {
                var role = Words.Role(one.Members[member]);
                yield return new SearchHit("pseudonym", name, $"{role} in {one.Title}", "/cases/" + Uri.EscapeDataString(one.Id), true);
            }
        }
        foreach (var alert in state.Alerts.Alerts.OrderByDescending(alert => alert.LastUs).Take(AlertsTriedMax))
        {
            if (Same(names.In(alert.Id).Of(alert.Subject), question))
            {
                var detail = $"{alert.Role} of {alert.Typology}";
                yield return new SearchHit("pseudonym", question, detail, "/alerts/" + Uri.EscapeDataString(alert.Id), true);
            }
        }
    }

    /// <summary>Institutions that have a key, hold a payment, or stand in an alert.</summary>
    public IReadOnlyCollection<string> KnownInstitutions() =>
        [
            .. (payments.Current?.Keys.List().Select(key => key.Institution) ?? [])
                .Concat(payments.Current?.Holds?.List().Select(hold => hold.Institution) ?? [])
                .Concat(state.Alerts.Alerts.SelectMany(alert => alert.Payments).Select(one => one.Institution))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>What is known of an institution; null where nobody knows it.</summary>
    public Dossier? Institution(string code)
    {
        if (!KnownInstitutions().Contains(code))
            return null;
        var nowUs = acts.Current!.NowUs;
        var holds = payments.Current?.Holds?.List().Where(hold => hold.Institution == code).ToList() ?? [];
        var measures = Read(folds => folds.Of<MeasureBook>().All.Where(one => Same(one.Request.Target.Holder, code)).ToList());
        return new Dossier(
            "Institution",
            code,
            null,
            null,
            [("Holds now", Amounts.Count(holds.Count)), ("Measures sent to it", Amounts.Count(measures.Count))],
            [
                (
                    "Held payments",
                    [
                        .. holds.Select(hold => new SearchHit(
                            "payment",
                            hold.PaymentId,
                            $"{Amounts.Full(hold.Amount)}, ends in {When.Left(hold.ExpiresUs, nowUs)}",
                            $"/payments/{Uri.EscapeDataString(code)}/{Uri.EscapeDataString(hold.PaymentId)}",
                            true
                        )),
                    ]
                ),
                ("Measures", [.. measures.Select(one => OfMeasure(one, nowUs))]),
            ]
        );
    }

    private static SearchHit OfMeasure(Measure one, long nowUs) =>
        new(
            "measure",
            $"{one.Kind.Title} {one.Id}",
            MeasureWords.Of(one.StatusAt(nowUs)),
            "/measures/" + Uri.EscapeDataString(one.Id),
            true
        );

    /// <summary>What is known of a wallet; null where nothing is.</summary>
    public Dossier? Wallet(string address)
    {
        if (!Wallets(address).Any())
            return null;
        var (nowUs, record) = (acts.Current!.NowUs, registry.Current?.Wallet(address));
        var facts = new List<(string, string)>();
        foreach (var label in record?.Labels ?? [])
            facts.Add((label.Source, $"{label.Label}, {label.Category}"));
        foreach (var sanction in record?.Sanctions ?? [])
            facts.Add((sanction.List, "entry " + sanction.EntryId));
        var (inCases, measures) = Read(folds =>
            (
                folds
                    .Of<CaseBook>()
                    .Cases.Where(one => one.Members.ContainsKey(address))
                    .Select(one => new SearchHit(
                        "case",
                        one.Title,
                        $"{Words.Role(one.Members[address])}, {one.Id}",
                        "/cases/" + Uri.EscapeDataString(one.Id),
                        true
                    ))
                    .ToList(),
                folds.Of<MeasureBook>().All.Where(one => one.Request.Target.Id == address).Select(one => OfMeasure(one, nowUs)).ToList()
            )
        );
        return new Dossier("Wallet", address, null, null, facts, [("Cases", inCases), ("Measures", measures)]);
    }

    /// <summary>A blocking order; null where there is none of that id.</summary>
    public Dossier? Order(string id, Func<string, string> names)
    {
        if (Read(folds => folds.Of<BlockOrders>().Find(id)) is not { } one)
            return null;
        var facts = new List<(string, string)>
        {
            ("Status", Words.Plain(one.Status(acts.Current!.NowUs).ToString())),
            ("Ground", Words.Ground(one.Ground)),
            ("Basis", one.Basis),
            ("Evidence", one.Evidence),
            ("Asked", $"{When.Exact(one.RequestedUs)}, {names(one.Requester)}"),
            ("Last day", When.Day(one.ExpiresUs - 1)),
        };
        if (one.Approver is { } approver)
            facts.Add(("Approved", $"{When.Exact(one.ApprovedUs)}, {names(approver)}"));
        if (one.RejectedFor is { } why)
            facts.Add(("Rejected", why));
        if (one.LiftedFor is { } lifted)
            facts.Add(("Lifted", lifted));
        var sites = one
            .Domains.Take(HitsMax)
            .Select(domain =>
                (Domain: domain, Detail: one.Lifted.Contains(domain) ? "lifted" : "", Path: "/check?q=" + Uri.EscapeDataString(domain))
            )
            .Select(site => new SearchHit("site", site.Domain, site.Detail, site.Path, true));
        return new Dossier("Order", id, "/blocking", "Blocking", facts, [("Sites", [.. sites])]);
    }
}
