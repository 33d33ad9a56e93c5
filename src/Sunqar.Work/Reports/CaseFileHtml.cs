using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sunqar.Core.Cases.Reports;
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
    /// <summary>Operations that are listed; the rest are counted, and stand in the STR.</summary>
    public const int OperationsMax = 2_000;

    public static string Write(CaseFile file) =>
        HtmlText.Document(
            $"Case {file.CaseId}",
            ReportStyle.Text,
            html =>
            {
                var shown = file.Parties.ToDictionary(party => party.Id, party => party.Pseudonym, StringComparer.Ordinal);
                string Name(string id) => shown.GetValueOrDefault(id, id);
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
                        (IReadOnlyList<string>)
                            [flow.From, flow.To, Amounts.Count(flow.Transfers), Amounts.Short(flow.AmountMicro, flow.Currency)]
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
                    "Measures",
                    ["Measure", "Of", "Status", "Basis", "Steps"],
                    file.Measures.Select(measure =>
                        (IReadOnlyList<string>)
                            [
                                $"{measure.Kind.Replace('_', ' ')} ({measure.Id})",
                                Name(measure.Target),
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
                    file.Evidence.Select(piece =>
                        (IReadOnlyList<string>)[piece.Id, piece.Title, piece.Sha256, string.Join("; ", piece.Custody)]
                    )
                );
                Section(
                    html,
                    "Operations",
                    ["Time", "Id", "Kind", "From", "To", "Amount"],
                    file.Operations.Take(OperationsMax)
                        .Select(operation =>
                            (IReadOnlyList<string>)
                                [
                                    When.Exact(operation.TimeUs),
                                    operation.Id,
                                    operation.Kind.Replace('_', ' '),
                                    Name(operation.From),
                                    Name(operation.To),
                                    $"{Amounts.Full(operation.AmountMicro)} {Amounts.Code(operation.Currency)}",
                                ]
                        ),
                    5
                );
                if (file.Operations.Count > OperationsMax)
                    html.Line("p", $"And {Amounts.Count(file.Operations.Count - OperationsMax)} more, which the STR lists.");
                Section(
                    html,
                    "What was done",
                    ["When", "Who", "What"],
                    file.Entries.Select(entry => (IReadOnlyList<string>)[When.Exact(entry.AtUs), entry.Author ?? "the house", entry.Text])
                );
                html.Line("h2", "This document");
                html.Line("p", $"SHA-256 of what it tells: {Digest(file)}", ("class", "ids"));
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
        foreach (var piece in file.Evidence)
            Add([piece.Id, piece.Title, piece.Sha256, .. piece.Custody]);
        foreach (var measure in file.Measures)
            Add([measure.Id, measure.Kind, Name(measure.Target), measure.Status, measure.Basis, .. measure.Steps]);
        foreach (var moved in file.Assets)
            Add(
                moved.Id,
                moved.Asset,
                moved.From.ToString(),
                moved.To.ToString(),
                Number(moved.QuantityMicro),
                moved.Document,
                moved.Transaction ?? ""
            );
        foreach (var entry in file.Entries)
            Add(Number(entry.AtUs), entry.Author ?? "", entry.Text);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
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
