using System.Text;
using Sunqar.Core.Chain;
using Sunqar.Core.Identity;
using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Scores;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Core.Transfers;
using Sunqar.Simulation;
using Sunqar.Work.Mining;

namespace Sunqar.Tests.Patterns;

/// <summary>What of a country the miners come to see.</summary>
public enum SeenPart : byte
{
    All,

    /// <summary>A third of the banks report nothing.</summary>
    SomeBanks,

    /// <summary>Transfers between accounts of a random half.</summary>
    HalfOfAccounts,
}

/// <summary>
/// A simulated country as miners may come to see it: all of it with devices, rates, labels and register (as the main job does), or less;
/// ordinary traffic several times over, the copies up to three days apart. Findings are judged against what was planted and seen.
/// </summary>
internal sealed class SeenCountry
{
    private const long DayUs = 86_400_000_000;

    private readonly Dictionary<(string Kind, string Id), (HashSet<string> Accounts, HashSet<string> Transfers)> _planted = [];
    private readonly Dictionary<string, double> _tenge = [];
    private readonly Dictionary<string, SubjectId> _subjects = [];
    private readonly HashSet<DeviceUse> _devices = [];
    private readonly Dictionary<string, int> _citizens = [];
    private Country? _country;

    public required ulong Seed { get; init; }

    public int People { get; init; } = 10_000;

    public int Days { get; init; } = 30;

    /// <summary>What the planted schemes do so as not to be found.</summary>
    public Evasion Evasion { get; init; } = new();

    /// <summary>How many times every transfer that belongs to no scheme comes.</summary>
    public int Traffic { get; init; } = 1;

    /// <summary>Whether the copies are between the same accounts; else each moves the lives of citizens to others, so that everybody lives
    /// several.</summary>
    public bool RepeatsPairs { get; init; }

    public bool KnowsDevices { get; init; } = true;

    public bool KnowsLabels { get; init; } = true;

    public bool KnowsRates { get; init; } = true;

    public bool KnowsRegister { get; init; } = true;

    public SeenPart Part { get; init; }

    /// <summary>Whether transfers on a chain are seen, or only what banks report.</summary>
    public bool SeesChain { get; init; } = true;

    /// <summary>How each transfer is written down.</summary>
    public Func<PlainTransfer, PlainTransfer> Wear { get; init; } = row => row;

    public int WindowHours { get; init; } = 14 * 24;

    public TransferTableBuilder Transfers { get; } = new();

    public IReadOnlyList<PlantedPattern> Planted =>
        [.. _planted.Select(p => new PlantedPattern(p.Key.Kind, p.Key.Id, p.Value.Accounts, p.Value.Transfers, 0, Currency.Unstated))];

    /// <summary>What the tenge transfers of a planted pattern come to.</summary>
    public double TengeOf(PlantedPattern pattern) => pattern.Transfers.Sum(id => _tenge.GetValueOrDefault(id));

    public IReadOnlyList<Lookalike> Lookalikes => _country!.Lookalikes;

    /// <summary>Plants a transfer of a pattern that is not the country's own; call after <see cref="Live"/>.</summary>
    public void Plant(string kind, string pattern, string id, long timeUs, string from, string to, long micro)
    {
        var sets = Sets(kind, pattern);
        sets.Accounts.UnionWith([from, to]);
        sets.Transfers.Add(id);
        Add(new PlainTransfer(id, timeUs, from, to, micro, Currency.Kzt, TransferKind.CardTransfer));
    }

    private void Add(PlainTransfer plain)
    {
        var row = Wear(plain);
        Transfers.Add(
            new TransferRow
            {
                Id = Encoding.UTF8.GetBytes(row.Id),
                TimeUs = row.TimeUs,
                From = Encoding.UTF8.GetBytes(row.From),
                To = Encoding.UTF8.GetBytes(row.To),
                AmountMicro = row.AmountMicro,
                Currency = row.Currency,
                Kind = row.Kind,
            }
        );
    }

    /// <summary>A citizen's card.</summary>
    public string Card(int person) => _country!.Instrument(person);

    /// <summary>The middle of the time that is lived.</summary>
    public long MiddleUs { get; private set; }

    private (HashSet<string> Accounts, HashSet<string> Transfers) Sets(string kind, string pattern)
    {
        if (!_planted.TryGetValue((kind, pattern), out var sets))
            _planted[(kind, pattern)] = sets = ([], []);
        return sets;
    }

    /// <summary>Lives the country; more transfers may be added before it is mined.</summary>
    public SeenCountry Live()
    {
        _country = Country.Create(
            new CountryOptions
            {
                Seed = Seed,
                People = People,
                Days = Days,
                Threads = 2,
                Evasion = Evasion,
            }
        );
        var random = new Random((int)Seed);
        MiddleUs =
            (new DateTimeOffset(_country.Options.Start.ToDateTime(default), TimeSpan.FromHours(5)).ToUnixTimeMilliseconds() * 1_000)
            + (Days * DayUs / 2);
        var silent = _country.Banks.Select(bank => bank.Bic).Where((_, i) => (i + (int)Seed) % 3 == 0).ToHashSet();
        foreach (var day in _country.Days())
        {
            var truth = day.Truth.ToLookup(row => row.TransferId);
            foreach (var payment in day.Payments)
            {
                if (PaymentEnds.Of(payment) is not ({ } from, { } to))
                    continue;
                if (Part == SeenPart.SomeBanks && silent.Contains(payment.Institution))
                    continue;
                Add(
                    truth[payment.Id],
                    payment.Id,
                    payment.TimeUs,
                    from,
                    to,
                    payment.Amount.AmountMicro,
                    payment.Amount.Currency,
                    TransferKinds.Of(payment.Kind),
                    random
                );
                if (payment.Device is { } device && IsKept(from, to) && from == (payment.Sender?.Card ?? payment.Sender?.Account))
                    Use(device, from, payment.Sender!.Iin);
            }
            foreach (var row in day.Chain.Where(row => SeesChain && UsdtContracts.IsGenuine(row.Token)))
            {
                Add(truth[row.Id], row.Id, row.TimeUs, row.From, row.To, (long)row.Units, Currency.Usdt, TransferKind.Chain, random);
            }
        }
        return this;
    }

    /// <summary>All sightings, with the scores that the patterns themselves claim.</summary>
    public (TransferTable Table, IReadOnlyList<Sighting> Sightings) Mine()
    {
        var table = Transfers.Build();
        return (table, FileFindings.Uncalibrated(Core.Networks.TypologyTable.Shipped, TransferGraph.Build(table), Context(), WindowHours));
    }

    /// <summary>The findings of exchangers and of cash-out alone, which are a small part of the work.</summary>
    public IReadOnlyList<Finding> MineLegsAndCash()
    {
        var table = Transfers.Build();
        var ground = new MiningGround(TransferGraph.Build(table), WindowHours * 3_600_000_000L, null, Context());
        var exchangers = Core.Networks.TypologyTable.Shipped[Exchanger.Name].Mine(ground);
        var taken = exchangers.SelectMany(exchanger => exchanger.Members).Select(member => member.Account).ToHashSet();
        var miner = new Core.Networks.CashOut.CashOutMiner(ground.Graph);
        return [.. exchangers.Concat(miner.Mine(ground.Rates, taken)).Select(sighting => sighting.Name(table))];
    }

    private MiningContext Context()
    {
        var rates = new RateTable();
        foreach (var published in KnowsRates ? _country!.Rates : [])
        {
            rates.Add(published);
        }
        var fold = new RegistryFold();
        fold.Apply(new PlatformsListed("simulated register", _country!.Registry));
        var registry = KnowsRegister ? fold.Snapshot : null;
        var labels = registry is not null && KnowsLabels ? FindJob.Services(registry, _country.WalletLabels) : new ServiceLabels();
        return new MiningContext(labels, rates, registry, KnowsDevices ? [.. _devices] : null);
    }

    /// <summary>Which findings are right: of a planted pattern's kind, one to one, accounts' Jaccard ≥ 0.5; or of a generic shape, which no
    /// country plants as such, and at least half of its transfers are one planted pattern's.</summary>
    public static HashSet<int> Right(IReadOnlyList<PlantedPattern> planted, IReadOnlyList<Finding> findings)
    {
        var right = new HashSet<int>();
        foreach (var kind in findings.Select((finding, i) => (finding, i)).GroupBy(f => f.finding.Pattern))
        {
            var of = kind.ToList();
            foreach (var match in PlantedAgainstFound.Match([.. planted.Where(p => p.Kind == kind.Key)], [.. of.Select(f => f.finding)]))
            {
                right.Add(of[match.Finding].i);
            }
        }
        var patternsOf = planted
            .SelectMany(p => p.Transfers.Select(t => (Transfer: t, Pattern: p)))
            .ToLookup(p => p.Transfer, p => p.Pattern);
        for (var i = 0; i < findings.Count; i++)
        {
            var transfers = findings[i].Transfers;
            if (
                Pieces.Shapes.Contains(findings[i].Pattern)
                && transfers.SelectMany(t => patternsOf[t]).GroupBy(p => p).Any(g => 2 * g.Count() >= transfers.Count)
            )
            {
                right.Add(i);
            }
        }
        return right;
    }

    private void Add(
        IEnumerable<TruthRow> truth,
        string id,
        long timeUs,
        string from,
        string to,
        long micro,
        Currency currency,
        TransferKind kind,
        Random random
    )
    {
        if (!IsKept(from, to))
            return;
        var isPlanted = false;
        foreach (var row in truth)
        {
            isPlanted = true;
            var sets = Sets(row.Kind, row.PatternId);
            sets.Accounts.Add(row.Account);
            sets.Transfers.Add(row.TransferId);
            if (currency == Currency.Kzt)
                _tenge[row.TransferId] = micro / 1e6;
        }
        for (var copy = 0; copy < (isPlanted ? 1 : Traffic); copy++)
        {
            Add(
                new PlainTransfer(
                    copy == 0 ? id : $"{id}+{copy}",
                    copy == 0 ? timeUs : timeUs + random.NextInt64(-3 * DayUs, 3 * DayUs),
                    Moved(from, copy),
                    Moved(to, copy),
                    micro,
                    currency,
                    kind
                )
            );
        }
    }

    /// <summary>The citizen's card whose life a copy moves this one's to; all else stays.</summary>
    private string Moved(string account, int copy)
    {
        if (copy == 0 || RepeatsPairs)
            return account;
        if (_citizens.Count == 0)
        {
            for (var i = 0; i < 2 * People; i++)
            {
                _citizens[_country!.Instrument(i)] = i;
            }
        }
        if (!_citizens.TryGetValue(account, out var instrument))
            return account;
        var (which, person) = Math.DivRem(instrument, People);
        return _country!.Instrument((which * People) + ((person + (copy * ((People / 5) + 1))) % People));
    }

    private bool IsKept(string from, string to) => Part != SeenPart.HalfOfAccounts || (IsSeen(from) && IsSeen(to));

    /// <summary>Shops, terminals, platforms and wallets are seen whoever looks.</summary>
    private bool IsSeen(string account) =>
        !(account.StartsWith("KZ", StringComparison.Ordinal) || account is ['c', ..] && account.Length == 17)
        || (account.Sum(c => c) + (int)Seed) % 2 == 0;

    private void Use(string device, string from, string? iin) =>
        _devices.Add(
            new DeviceUse(
                Subject(device),
                Transfers.Accounts.Intern(Encoding.UTF8.GetBytes(from)),
                iin is null ? SubjectId.None : Subject(iin),
                iin is not null && !Iin.TryParse(iin, out _, out _)
            )
        );

    private SubjectId Subject(string text)
    {
        if (!_subjects.TryGetValue(text, out var subject))
            _subjects[text] = subject = new SubjectId((ulong)_subjects.Count + 1);
        return subject;
    }
}
