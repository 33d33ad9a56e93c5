using Sunqar.Core.Cases;
using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Formats.Transfers;
using Sunqar.Storage;
using Sunqar.Storage.Codec;
using Sunqar.Storage.Journal;
using Sunqar.Work.Summaries;

namespace Sunqar.Rehearsal;

/// <summary>
/// Who was planted beside of whom rules spoke, counted by person. A rule that speaks of somebody planted in another scheme spoke rightly:
/// precision counts them, recall asks for those of the scheme alone.
/// </summary>
internal sealed class RulesAgainstPlanted : IDecidedPaymentSink
{
    /// <summary>The rules that are there for each scheme.</summary>
    private static readonly (string Kind, string[] Rules)[] Table =
    [
        ("cash_abroad", ["cash_abroad", "cash_two_countries", "cash_abroad_many_cards"]),
        ("cash_in_parts", ["cash_in_parts"]),
        ("address_poisoning", ["wallet_look_alike"]),
        ("chain_hopping", ["wallet_chain_hopped"]),
        ("currency_exchange_in_parts", ["currency_exchange_in_parts"]),
        ("dormant_burst", ["dormant_burst"]),
        ("exchange_abroad", ["exchange_abroad"]),
        ("gratuitous_in_parts", ["gratuitous_in_parts"]),
        ("herd", ["many_people_one_phone", "many_people_one_address", "many_devices_one_person", "many_cards_one_device"]),
        ("new_company", ["threshold_new_company"]),
        ("no_household_life", ["no_household_life", "no_household_life_strong"]),
        ("no_household_life_strong", ["no_household_life_strong"]),
        ("online_casino", ["online_casino"]),
        ("risky_wallet_held", ["wallet_at_risk", "wallet_exposed"]),
        ("risky_wallet", ["wallet_at_risk", "wallet_exposed", "wallet_exposed_some"]),
        ("p2p_merchant", ["p2p_merchant"]),
        ("platform_farm", ["platform_farm"]),
    ];

    private readonly Dictionary<SubjectId, SubjectId> _persons = [];
    private readonly HashSet<string> _transfers = [];

    private RulesAgainstPlanted() { }

    /// <summary>One result a scheme, by name.</summary>
    public IReadOnlyList<RuleKindResult> Results { get; private set; } = [];

    /// <summary>Most of these transfers were planted for rules.</summary>
    public bool IsOfRules(IReadOnlyCollection<string> transfers) => 2 * transfers.Count(_transfers.Contains) > transfers.Count;

    /// <summary>Null where there is no such truth.</summary>
    /// <exception cref="InvalidDataException">A file of truth is damaged.</exception>
    public static RulesAgainstPlanted? Of(DataFolder folder, DataFiles files)
    {
        if (!File.Exists(files.RuleTruth))
            return null;
        var comparison = new RulesAgainstPlanted();
        var planted = Read(files.RuleTruth, row => comparison._transfers.Add(row.TransferId));
        var others = Read(files.Truth, _ => { });
        foreach (var account in planted.Concat(others).SelectMany(kind => kind))
        {
            if (SubjectOf(folder, account) is { IsNone: false } subject)
                comparison._persons[subject] = subject;
        }
        folder.Journal.ReadPayments(Streams.Payments, 0, comparison);
        HashSet<SubjectId> People(IEnumerable<string> accounts) =>
            [.. accounts.Select(account => SubjectOf(folder, account)).Where(one => !one.IsNone).Select(one => comparison._persons[one])];
        var guilty = People(planted.Concat(others).SelectMany(kind => kind));
        var spoken = Spoken(folder);
        comparison.Results =
        [
            .. Table.Select(row =>
            {
                // What three signs say is a part of what the score says, and what holds a part of what is reported.
                var kind = row.Kind is "no_household_life_strong" or "risky_wallet_held" ? row.Kind[..row.Kind.LastIndexOf('_')] : row.Kind;
                var members = People(planted[kind]);
                var met = row.Rules.SelectMany(rule => spoken.GetValueOrDefault(rule, [])).ToHashSet();
                return new RuleKindResult(row.Kind, members.Count, met.Count, met.Count(members.Contains), met.Count(guilty.Contains));
            }),
        ];
        return comparison;
    }

    /// <summary>Whose a planted instrument is, where a payment tells.</summary>
    public void Add(in DecidedPaymentRow row)
    {
        Learn(row.SenderCard, row.SenderPerson);
        Learn(row.SenderAccount, row.SenderPerson);
        Learn(row.RecipientCard, row.RecipientPerson);
        Learn(row.RecipientAccount, row.RecipientPerson);
    }

    private void Learn(SubjectId instrument, SubjectId person)
    {
        if (!instrument.IsNone && !person.IsNone && _persons.ContainsKey(instrument))
            _persons[instrument] = person;
    }

    private static SubjectId SubjectOf(DataFolder folder, string account) =>
        folder.Keys.Find(SubjectKind.Card, account) is { IsNone: false } card ? card : folder.Keys.Find(SubjectKind.Account, account);

    private static Dictionary<string, HashSet<SubjectId>> Spoken(DataFolder folder)
    {
        var spoken = new Dictionary<string, HashSet<SubjectId>>(StringComparer.Ordinal);
        foreach (var recorded in folder.Journal.Read(Streams.Payments, 0, (in DecidedPaymentRow row) => row.ReasonCount > 0))
        {
            if (recorded.Fact is not PaymentDecided decided)
                continue;
            foreach (var reason in decided.Decision.Reasons)
            {
                if (!spoken.TryGetValue(reason.Rule, out var people))
                    spoken[reason.Rule] = people = [];
                people.Add(AlertFold.SubjectOf(decided.Payment, AlertNotes.Of(reason.Rule).IsAboutSender));
            }
        }
        return spoken;
    }

    private static ILookup<string, string> Read(string path, Action<Sunqar.Formats.Transfers.TruthRow> also)
    {
        var rows = new HashSet<(string Kind, string Account)>();
        using var stream = File.OpenRead(path);
        void Take(Sunqar.Formats.Transfers.TruthRow row)
        {
            rows.Add((row.Kind, row.Account));
            also(row);
        }
        return TruthFile.Read(stream, path, Take) is TransferFileOutcome.Refused refused
            ? throw new InvalidDataException(refused.Why.ToString())
            : rows.ToLookup(row => row.Kind, row => row.Account);
    }
}
