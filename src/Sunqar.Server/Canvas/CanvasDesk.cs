using System.Globalization;
using Sunqar.Core.Canvas;
using Sunqar.Core.Cases;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Server.Entrance;
using Sunqar.Work.Wording;

namespace Sunqar.Server.Canvas;

/// <summary>What canvases of one case are worked with, while the transfers stand still.</summary>
internal sealed class CanvasDesk
{
    /// <summary>Whom a canvas begins with where nobody says: all members of the case, as far as they are told apart.</summary>
    private const int SeedsDrawn = 120;

    private const int FewSeeds = 4;
    private const int AroundFew = 8;

    private readonly CanvasDoor _canvases;
    private readonly CaseDoor _cases;

    public CanvasDesk(CanvasDoor canvases, CaseDoor cases) => (_canvases, _cases) = (canvases, cases);

    /// <summary>A case with the ground of its canvases.</summary>
    /// <param name="Seeds">Accounts of the case by name.</param>
    /// <param name="Roles">Account → role in the case.</param>
    /// <param name="LabelsOf">What subjects are called on pages of the case.</param>
    internal sealed record Table(
        Case Case,
        CanvasGround Ground,
        IReadOnlyDictionary<string, int> Seeds,
        IReadOnlyDictionary<int, string> Roles,
        Func<IEnumerable<SubjectId>, IReadOnlyDictionary<SubjectId, string>> LabelsOf
    );

    /// <summary>Works on the transfers; null while they or the names are not there yet.</summary>
    /// <param name="untilUs">Later transfers are not there.</param>
    public T? With<T>(Case one, long untilUs, Func<Table, T> work)
        where T : class
    {
        if (_cases.Names is not { } names)
            return null;
        return _canvases.Read(
            (graph, worthOf) =>
            {
                var ground = new CanvasGround(graph, untilUs, subject => names.Whole(one.Id, subject), worthOf);
                var (seeds, roles) = Members(one, ground);
                return work(new Table(one, ground, seeds, roles, names.In(one.Id).Of));
            }
        );
    }

    /// <summary>What a canvas begins with: one node of the case, or all of its members; those with a leading role and many transfers
    /// first.</summary>
    public static IReadOnlyList<CanvasStep> Begin(Table table, string? seed)
    {
        var graph = table.Ground.Graph;
        List<string> names = seed is not null
            ? [Whole(table, seed)]
            :
            [
                .. table
                    .Seeds.OrderBy(one => RolePalette.Slot(table.Roles.GetValueOrDefault(one.Value, "")))
                    .ThenByDescending(one => graph.Out(one.Value).Length + graph.In(one.Value).Length)
                    .ThenBy(one => one.Key, StringComparer.Ordinal)
                    .Take(SeedsDrawn)
                    .Select(one => one.Key),
            ];
        var begin = new CanvasStep(CanvasAct.Seed, names);
        // A few alone say little: whom they dealt with most comes with them.
        return names.Count is > 0 and <= FewSeeds ? [begin, new CanvasStep(CanvasAct.Expand, names) { Number = AroundFew }] : [begin];
    }

    /// <summary>The name of a seed that was named as pages of the case name it.</summary>
    private static string Whole(Table table, string seed)
    {
        if (table.Seeds.ContainsKey(seed))
            return seed;
        var accounts = table.Ground.Table.Accounts;
        var subjects = table.Seeds.ToDictionary(one => one.Key, one => SubjectOf(accounts.AsItCame(one.Value)));
        var labels = table.LabelsOf(subjects.Values);
        return subjects.FirstOrDefault(one => labels.TryGetValue(one.Value, out var label) && label == seed).Key ?? seed;
    }

    internal static SubjectId SubjectOf(string text) =>
        Work.Oversight.SubjectText.TryParse(text, out var subject) ? subject : SubjectId.None;

    /// <summary>The accounts of a case's members; of a person all that he is known to hold.</summary>
    private static (Dictionary<string, int> Seeds, Dictionary<int, string> Roles) Members(Case one, CanvasGround ground)
    {
        var (seeds, roles) = (new Dictionary<string, int>(StringComparer.Ordinal), new Dictionary<int, string>());
        var accounts = ground.Table.Accounts;
        var people = new Dictionary<SubjectId, string>();
        foreach (var (member, role) in one.Members)
        {
            if (accounts.TryFind(member, out var account) && account < ground.Graph.Accounts)
                (seeds[ground.NameOf(account)], roles[account]) = (account, role);
            else if (SubjectOf(member) is { IsNone: false } person)
                people[person] = role;
        }
        for (var account = 0; people.Count > 0 && account < ground.Graph.Accounts; account++)
        {
            if (people.TryGetValue(accounts.Holder(account), out var role))
                (seeds[ground.NameOf(account)], roles[account]) = (account, roles.GetValueOrDefault(account, role));
        }
        return (seeds, roles);
    }
}

/// <summary>What was asked of a canvas came to nothing.</summary>
internal sealed record CanvasFault(string Reason, int Step = -1);

/// <summary>Words for what a picture shows. One for each picture: subjects have the short names that the case's pages give them.</summary>
internal sealed class CanvasWords
{
    private readonly CanvasDesk.Table _table;
    private readonly Dictionary<string, string> _labels = new(StringComparer.Ordinal);

    public CanvasWords(CanvasDesk.Table table, IEnumerable<int> accounts)
    {
        _table = table;
        var ground = table.Ground;
        var subjects = new Dictionary<string, SubjectId>(StringComparer.Ordinal);
        foreach (var account in accounts)
        {
            if (CanvasDesk.SubjectOf(ground.Table.Accounts.AsItCame(account)) is { IsNone: false } subject)
                subjects[ground.NameOf(account)] = subject;
            if (ground.Table.Accounts.Holder(account) is { IsNone: false } holder)
                subjects[ground.NameOf(holder)] = holder;
        }
        var labels = table.LabelsOf(
            subjects.Values.Concat(table.Seeds.Values.Select(seed => CanvasDesk.SubjectOf(ground.Table.Accounts.AsItCame(seed))))
        );
        foreach (var (name, subject) in subjects)
            _labels[name] = labels[subject];
    }

    public string Label(CanvasNode node) =>
        node.Kind switch
        {
            CanvasNodeKind.Crowd => Words.Plural(
                node.Accounts.Count,
                node.Name.StartsWith("crowd:out", StringComparison.Ordinal) ? "recipient" : "sender"
            ),
            CanvasNodeKind.Rest => $"{Amounts.Count(node.Accounts.Count)} more",
            CanvasNodeKind.Group => node.Name["group:".Length..],
            _ => Label(node.Name),
        };

    public string Label(int account) => Label(_table.Ground.NameOf(account));

    public string Role(CanvasNode node) =>
        node.Kind is CanvasNodeKind.Crowd or CanvasNodeKind.Rest
            ? ""
            : node.Accounts.Select(account => _table.Roles.GetValueOrDefault(account)).FirstOrDefault(role => role is not null) ?? "";

    /// <summary>What it is: account, card, wallet, ATM, platform, merchant, crowd, group, holder, rest.</summary>
    public static string Shape(CanvasNode node) =>
        node.Kind == CanvasNodeKind.Account ? Shape(node.Account) : node.Kind.ToString().ToLowerInvariant();

    public static string Shape(AccountKind kind) =>
        kind switch
        {
            AccountKind.Card => "card",
            AccountKind.Wallet => "wallet",
            AccountKind.Merchant => "merchant",
            AccountKind.Platform => "platform",
            AccountKind.Terminal => "ATM",
            _ => "account",
        };

    private string Label(string name) => _labels.TryGetValue(name, out var label) ? label : Words.ShortId(name);

    public static string Sums(IEnumerable<CanvasSum> sums) =>
        string.Join(", ", sums.GroupBy(sum => sum.Currency).OrderBy(sum => sum.Key).Select(sum => Sum(sum.Key, [.. sum])));

    private static string Sum(Currency currency, List<CanvasSum> sums)
    {
        var amount = sums.Aggregate((Int128)0, (all, one) => all + one.AmountMicro);
        return $"{Amounts.Short(amount, currency)} in {Words.Plural(sums.Sum(one => one.Transfers), "transfer")}";
    }

    /// <summary>"7 pairs of tenge in and tokens out, 0.2 expected".</summary>
    public static string Agree(CanvasMatch match)
    {
        var legs = match.IsSale ? "of tenge in and tokens out" : "of tokens in and tenge out";
        var pairs = $"{Words.Plural(match.Pairs.Count, "pair")} {legs}";
        return $"{pairs}, {match.Expected.ToString("0.0#", CultureInfo.InvariantCulture)} expected";
    }

    /// <summary>"1 in 10^12": how likely so many pairs are by chance.</summary>
    public static string OddsText(double log10) =>
        log10 > -1 ? "no wonder by chance"
        : log10 > -6 ? $"1 in {Amounts.Count((long)Math.Pow(10, -log10))} by chance"
        : $"1 in 10^{-log10:0} by chance";
}
