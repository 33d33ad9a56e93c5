using Sunqar.Core.Chain;
using Sunqar.Core.Patterns.Rates;
using Sunqar.Core.Patterns.Wallets;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Patterns.Live;

/// <summary>
/// What typologies look at, kept up with transfers that keep coming: one-off pairs, what is thought of them, links, brief meetings, what
/// wallets are used for, rates. Each is done again only where something that it reads has changed; where it comes out the same, nothing
/// further is done.
/// </summary>
internal sealed class LiveViews
{
    private readonly MiningLimits _limits;
    private readonly LivePairs _pairs;
    private readonly PublicPlaces _places;
    private readonly HashSet<int> _fresh = [];
    private readonly HashSet<int> _kindChanged = [];
    private BriefMeetings _meetings = new();
    private ServiceLabels? _labels;
    private LiveWallets? _wallets;
    private TengeRates? _rates;
    private long _observedUs = -1;
    private int _rows,
        _accounts;

    public LiveViews(long windowUs, MiningLimits limits)
    {
        (WindowUs, _limits) = (windowUs, limits);
        Transfers.Came += row => _fresh.Add(row);
        Transfers.KindChanged += account => _kindChanged.Add(account);
        _places = PublicPlaces.Of(Transfers);
        _pairs = new LivePairs(Transfers, _places);
        Judged = new LiveSuspicion(_pairs, windowUs);
    }

    public long WindowUs { get; }

    public LiveTransfers Transfers { get; } = new();

    public LiveSuspicion Judged { get; }

    /// <summary>What is large among the transfers.</summary>
    public UsualAmounts Usual { get; } = new();

    /// <summary>As <see cref="LayeringChain.Links"/> gives them.</summary>
    public Dictionary<int, int> Links { get; } = [];

    /// <summary>As <see cref="BriefShapes.Mine(MiningGround, BriefMeetings)"/> gives them.</summary>
    public IReadOnlyList<Sighting> Brief { get; private set; } = [];

    public WalletClassification Wallets => _wallets!.Classes;

    public TengeRates Rates => _rates!;

    /// <summary>Wallets measured so far; a measure of work.</summary>
    public long Measured { get; private set; }

    /// <summary>Whether other labels than before are told, by which every wallet is judged anew.</summary>
    public bool IsRelabelled { get; private set; }

    /// <summary>Brings all views up with the transfers and with what is told besides them.</summary>
    public MiningStep Update(MiningContext context)
    {
        var changed = new HashSet<int>();
        var touched = new HashSet<int>();
        var rows = new HashSet<int>(_fresh);
        var reclassified = new HashSet<int>();
        var table = Transfers.Table;
        foreach (var row in _fresh)
        {
            touched.Add(table.From[row]);
            touched.Add(table.To[row]);
            Usual.Count(table, row);
        }
        // Places come first: whoever met one that came to be, or is none any more, may look different.
        var placesChanged = _places.Update(touched);
        foreach (var row in _fresh)
        {
            _pairs.Reassess(table.From[row], table.To[row], changed);
            _pairs.Reassess(table.To[row], table.From[row], changed);
        }
        foreach (var account in placesChanged)
        {
            Around(account, touched, changed);
        }
        foreach (var account in _kindChanged)
        {
            Around(account, touched, changed);
            // Whoever met an account that is new met it in a row that is new.
            if (account < _accounts)
                Around(account, rows, reclassified, table);
        }
        int[] came = [.. _fresh];
        _accounts = Transfers.Accounts;
        _fresh.Clear();
        _kindChanged.Clear();
        var rethought = Judged.Update(changed);
        var (measured, hours) = Measure(context);
        reclassified.UnionWith(_wallets!.Reclassified);
        var ground = new MiningGround(this, _limits, context);
        var isNewDay = ground.ObservedUs != _observedUs;
        _observedUs = ground.ObservedUs;
        Link(ground, changed);
        Meet(ground, came, touched, Usual.Settle() || isNewDay || placesChanged.Count > 0);
        return new MiningStep
        {
            Ground = ground,
            IsAnew = IsRelabelled,
            Rows = rows,
            Accounts = touched,
            Pairs = changed,
            Rethought = rethought,
            Paired = Ends(isNewDay ? _pairs.All : changed.Concat(rethought)),
            HotChanged = Judged.HotChanged,
            DensityChanged = Judged.DensityChanged,
            Wallets = measured,
            Reclassified = reclassified,
            Hours = hours,
        };
    }

    /// <summary>An account turned out to be of another kind, or a place, or none: whoever met it may look different.</summary>
    private void Around(int account, HashSet<int> touched, HashSet<int> changed)
    {
        var table = Transfers.Table;
        touched.Add(account);
        foreach (var row in Transfers.Out(account))
        {
            touched.Add(table.To[row]);
            _pairs.Reassess(account, table.To[row], changed);
        }
        foreach (var row in Transfers.In(account))
        {
            touched.Add(table.From[row]);
            _pairs.Reassess(table.From[row], account, changed);
        }
    }

    private void Around(int account, HashSet<int> rows, HashSet<int> met, TransferTable table)
    {
        foreach (var row in Transfers.Out(account))
        {
            rows.Add(row);
            met.Add(table.To[row]);
        }
        foreach (var row in Transfers.In(account))
        {
            rows.Add(row);
            met.Add(table.From[row]);
        }
    }

    /// <summary>Judges wallets and takes rates; other labels begin anew.</summary>
    private (IReadOnlySet<int> Measured, IReadOnlySet<long> Hours) Measure(MiningContext context)
    {
        IsRelabelled = !ReferenceEquals(_labels, context.Labels);
        if (IsRelabelled || _wallets is null || _rates is null)
        {
            _labels = context.Labels;
            _rates = new TengeRates(context.Rates, Transfers);
            _wallets = new LiveWallets(Transfers, context.Labels);
            _rows = 0;
        }
        var hours = _rates.Update(context.Rates, Transfers);
        var before = _wallets.Measured;
        var measured = _wallets.Update(Enumerable.Range(_rows, Transfers.Table.Count - _rows));
        Measured += _wallets.Measured - before;
        _rows = Transfers.Table.Count;
        return (measured, hours);
    }

    /// <summary>A link reads what its middle sends and receives.</summary>
    private void Link(MiningGround ground, HashSet<int> changed)
    {
        var again = new HashSet<int>();
        foreach (var pair in changed)
        {
            if (_pairs.Has(pair))
                again.Add(pair);
            else
                Links.Remove(pair);
            foreach (var account in (ReadOnlySpan<int>)[_pairs.From[pair], _pairs.To[pair]])
            {
                foreach (var into in _pairs.In(account))
                {
                    again.Add(into);
                }
            }
        }
        foreach (var pair in again)
        {
            var next = LayeringChain.Next(ground, pair);
            if (next >= 0)
                Links[pair] = next;
            else
                Links.Remove(pair);
        }
    }

    private void Meet(MiningGround ground, int[] came, HashSet<int> touched, bool isAnew)
    {
        if (isAnew)
            _meetings = BriefMeetings.Of(ground);
        if (_meetings.Update(ground, came, touched) || isAnew)
            Brief = BriefShapes.Mine(ground, _meetings);
    }

    private HashSet<int> Ends(IEnumerable<int> pairs)
    {
        var accounts = new HashSet<int>();
        foreach (var pair in pairs)
        {
            accounts.Add(_pairs.From[pair]);
            accounts.Add(_pairs.To[pair]);
        }
        return accounts;
    }
}
