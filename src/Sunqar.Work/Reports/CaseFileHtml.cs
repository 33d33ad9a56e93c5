using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sunqar.Core.Cases.Reports;
using Sunqar.Core.Payments;
using Sunqar.Work.Summaries;
using Sunqar.Work.Wording;

namespace Sunqar.Work.Reports;

/// <summary>
/// The file of a case as a document that stands for itself: what happened, the graph, parties, measures, assets, evidence with hashes and
/// custody, operations, what was done. It ends with a hash over all before it, so that a printed copy can be held against the electronic
/// one.
/// </summary>
public static class CaseFileHtml
{
    /// <summary>Operations that the electronic file lists; the rest are counted, and stand in the STR.</summary>
    public const int OperationsMax = 2_000;

    /// <summary>Operations that are listed on paper, which is read for what members did and for what was large: some eight pages of
    /// them.</summary>
    public const int PrintedOperationsMax = 300;

    /// <param name="operationsMax">Where there are more operations, the largest by value in tenge are listed.</param>
    public static string Write(CaseFile file, int operationsMax = OperationsMax) =>
        HtmlText.Document(
            $"Case {file.CaseId}",
            ReportStyle.Text,
            html =>
            {
                var shown = file.Parties.ToDictionary(party => party.Id, party => party.Pseudonym, StringComparer.Ordinal);
                string Name(string id) => shown.GetValueOrDefault(id, id);
                Story(html, file);
                Network(html, file);
                Measures(html, file, Name);
                Operations(html, file, Name, operationsMax);
                Done(html, file);
            }
        );

    /// <summary>Over every row of every table, in order; not over the form in which they are shown.</summary>
    public static string Digest(CaseFile file)
    {
        var text = new StringBuilder();
        void Add(params ReadOnlySpan<string> cells)
        {
            foreach (var cell in cells)
                text.Append(cell.Length.ToString(CultureInfo.InvariantCulture)).Append(':').Append(cell);
            text.Append('\n');
        }
        var shown = file.Parties.ToDictionary(party => party.Id, party => party.Pseudonym, StringComparer.Ordinal);
        string Name(string id) => shown.GetValueOrDefault(id, id);
        Add(
            file.CaseId,
            file.Kind,
            file.Title,
            file.Status,
            Number(file.OpenedUs),
            Number(file.ClosedUs ?? 0),
            Number(file.AsOfUs),
            file.Basis,
            Number(file.TurnoverKztMicro),
            Number(file.TurnoverUsdMicro)
        );
        foreach (var sentence in file.Story)
            Add(sentence);
        foreach (var party in file.Parties)
            Add(party.Pseudonym, Kind(party.Kind), party.Role, party.Institution ?? "", Who(party));
        foreach (var one in file.Operations)
        {
            Add(
                one.Id,
                Number(one.TimeUs),
                one.Kind,
                Name(one.From),
                Name(one.To),
                Number(one.AmountMicro),
                Amounts.Code(one.Currency),
                Number(one.ValueKztMicro)
            );
            foreach (var told in one.AlsoTold)
                Add(told);
        }
        foreach (var piece in file.Evidence)
            Add([piece.Id, piece.Title, piece.Sha256, .. piece.Custody]);
        foreach (var measure in file.Measures)
            Add([measure.Id, measure.Kind, Name(measure.Target), measure.Status, measure.Basis, .. measure.Steps]);
        foreach (var moved in file.Assets)
        {
            Add(
                moved.Id,
                moved.Asset,
                moved.From.ToString(),
                moved.To.ToString(),
                Number(moved.QuantityMicro),
                moved.Document,
                moved.Transaction ?? ""
            );
        }
        foreach (var entry in file.Entries)
            Add(Number(entry.AtUs), entry.Author ?? "", entry.Text);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static void Story(HtmlText html, CaseFile file)
    {
        html.Line(
            "p",
            file.Parties.Any(party => party.Identity is not null) ? "Holds personal data" : "People under pseudonyms",
            ("class", "mark")
        );
        html.Line("h1", file.Title);
        html.Table(["", ""], Head(file));
        html.Line("h2", "What happened");
        foreach (var sentence in file.Story)
            html.Line("p", sentence);
        if (file.Story.Count == 0)
            html.Line("p", "Not told yet.", ("class", "quiet"));
    }

    private static void Network(HtmlText html, CaseFile file)
    {
        if (file.Operations.Count > 0)
        {
            html.Line("h2", "Who moved how much to whom");
            CaseGraph.Draw(html, file);
        }
        Section(
            html,
            "Flows",
            ["From", "To", "Transfers", "Amount"],
            file.Flow.Select(flow =>
                (IReadOnlyList<string>)[flow.From, flow.To, Amounts.Count(flow.Transfers), Amounts.Short(flow.AmountMicro, flow.Currency)]
            ),
            2,
            3
        );
        Section(
            html,
            "Members of the network",
            ["Name here", "What", "Role", "Bank", "Who"],
            file.Parties.Where(party => party.IsMember)
                .Select(party =>
                    (IReadOnlyList<string>)
                        [party.Pseudonym, Kind(party.Kind), party.Role.Replace('_', ' '), party.Institution ?? "", Who(party)]
                )
        );
        Section(
            html,
            "What each member moved",
            ["Member", "In", "Received", "Out", "Sent", "First", "Last"],
            Moved(file),
            1,
            2,
            3,
            4,
            5,
            6
        );
    }

    private static void Measures(HtmlText html, CaseFile file, Func<string, string> name)
    {
        Section(
            html,
            "Measures",
            ["Measure", "Of", "Status", "Basis", "Steps"],
            file.Measures.Select(measure =>
                (IReadOnlyList<string>)
                    [
                        $"{measure.Kind.Replace('_', ' ')} ({measure.Id})",
                        name(measure.Target),
                        measure.Status,
                        measure.Basis,
                        string.Join("; ", measure.Steps),
                    ]
            )
        );
        Section(
            html,
            "Assets",
            ["Day", "Asset", "From", "To", "Quantity", "Document", "Transaction"],
            file.Assets.Select(moved =>
                (IReadOnlyList<string>)
                    [
                        When.Day(moved.AtUs),
                        moved.Asset,
                        moved.From.ToString().ToLowerInvariant(),
                        moved.To.ToString().ToLowerInvariant(),
                        $"{Amounts.Full(moved.QuantityMicro)} {moved.Unit}",
                        moved.Document,
                        moved.Transaction ?? "",
                    ]
            ),
            4
        );
        Section(
            html,
            "Evidence",
            ["Piece", "Title", "SHA-256", "Custody"],
            file.Evidence.Select(piece => (IReadOnlyList<string>)[piece.Id, piece.Title, piece.Sha256, string.Join("; ", piece.Custody)])
        );
    }

    private static void Operations(HtmlText html, CaseFile file, Func<string, string> name, int operationsMax)
    {
        Section(
            html,
            file.Operations.Count > operationsMax ? $"The {operationsMax} largest operations" : "Operations",
            ["Time", "Id", "Kind", "From", "To", "Amount"],
            Largest(file.Operations, operationsMax)
                .Select(operation =>
                    (IReadOnlyList<string>)
                        [
                            When.Exact(operation.TimeUs),
                            string.Join("; on chain: ", operation.AlsoTold.Prepend(operation.Id)),
                            operation.Kind.Replace('_', ' '),
                            name(operation.From),
                            name(operation.To),
                            $"{Amounts.Full(operation.AmountMicro)} {Amounts.Code(operation.Currency)}",
                        ]
                ),
            5
        );
        if (file.Operations.Count > operationsMax)
        {
            var more = Amounts.Count(file.Operations.Count - operationsMax);
            html.Line("p", $"And {more} more, which the STR lists; the hash below covers all of them.");
        }
    }

    private static void Done(HtmlText html, CaseFile file)
    {
        Section(
            html,
            "What was done",
            ["When", "Who", "What"],
            file.Entries.Select(entry => (IReadOnlyList<string>)[When.Exact(entry.AtUs), entry.Author ?? "the house", entry.Text])
        );
        html.Line("h2", "This document");
        html.Line("p", $"SHA-256 of what it tells: {Digest(file)}", ("class", "ids"));
    }

    /// <summary>The largest by value in tenge, in the order of time. What has no rate (0) comes last.</summary>
    private static IEnumerable<ReportedOperation> Largest(IReadOnlyList<ReportedOperation> all, int count) =>
        all.Count <= count
            ? all
            : all.Index()
                .OrderByDescending(one => one.Item.ValueKztMicro)
                .ThenBy(one => one.Index)
                .Take(count)
                .OrderBy(one => one.Index)
                .Select(one => one.Item);

    /// <summary>A line for each member and currency, over all operations: how many came in and how much, how many went out, from when to
    /// when.</summary>
    private static IEnumerable<IReadOnlyList<string>> Moved(CaseFile file)
    {
        var ends = file
            .Operations.SelectMany(one => new[] { (Party: one.To, IsIn: true, One: one), (Party: one.From, IsIn: false, One: one) })
            .ToLookup(end => end.Party, StringComparer.Ordinal);
        return from member in file.Parties
            where member.IsMember
            from same in ends[member.Id].GroupBy(end => end.One.Currency).OrderBy(same => same.Key)
            select (IReadOnlyList<string>)
                [
                    member.Pseudonym,
                    Count(same, isIn: true),
                    Sum(same, isIn: true),
                    Count(same, isIn: false),
                    Sum(same, isIn: false),
                    When.Day(same.Min(end => end.One.TimeUs)),
                    When.Day(same.Max(end => end.One.TimeUs)),
                ];

        static string Count(IEnumerable<(string Party, bool IsIn, ReportedOperation One)> ends, bool isIn) =>
            Amounts.Count(ends.Count(end => end.IsIn == isIn));

        static string Sum(IGrouping<Currency, (string Party, bool IsIn, ReportedOperation One)> ends, bool isIn) =>
            Amounts.Short(ends.Where(end => end.IsIn == isIn).Aggregate((Int128)0, (sum, end) => sum + end.One.AmountMicro), ends.Key);
    }

    private static IEnumerable<IReadOnlyList<string>> Head(CaseFile file) =>
        [
            ["Case", file.CaseId],
            ["Kind", file.Kind.Replace('_', ' ')],
            ["Status", file.Status],
            ["Opened", When.Exact(file.OpenedUs)],
            ["Closed", file.ClosedUs is { } closed ? When.Exact(closed) : "–"],
            ["Turnover", Amounts.Both(new Turnover(file.TurnoverKztMicro, file.TurnoverUsdMicro))],
            ["Basis", file.Basis],
            ["Put together", $"{When.Exact(file.AsOfUs)}, times in {When.Zone}"],
        ];

    private static void Section(
        HtmlText html,
        string title,
        IReadOnlyList<string> head,
        IEnumerable<IReadOnlyList<string>> rows,
        params ReadOnlySpan<int> numbers
    )
    {
        var all = rows.ToList();
        html.Line("h2", title);
        if (all.Count == 0)
            html.Line("p", "None.", ("class", "quiet"));
        else
            html.Table(head, all, numbers);
    }

    private static string Kind(PartyKind kind) => kind.ToString().ToLowerInvariant();

    private static string Who(ReportedParty party) =>
        party.Identity is { } identity ? string.Join(", ", new[] { identity.Name, identity.Iin, identity.Number }.OfType<string>()) : "";

    private static string Number(Int128 value) => value.ToString(CultureInfo.InvariantCulture);
}
