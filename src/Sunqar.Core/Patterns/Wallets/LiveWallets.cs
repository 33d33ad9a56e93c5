using Sunqar.Core.Chain;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Patterns.Wallets;

/// <summary>
/// The verdicts of <see cref="WalletClassifier"/> over transfers that keep coming: a wallet is measured again when it moved something, or
/// when somebody it deals with turned out to be a service or none. Of a service itself only the class is kept up, for nothing else of it is
/// asked. Not thread-safe.
/// </summary>
public sealed class LiveWallets
{
    private readonly TransferGraph _transfers;
    private readonly ServiceLabels _labels;
    private readonly List<string> _services;
    private readonly Dictionary<string, int> _numberOf = new(StringComparer.Ordinal);
    private readonly Dictionary<int, int> _unnamed = [];
    private readonly HashSet<int> _met = [];
    private readonly Dictionary<int, (int Into, bool Shared)> _sweeps = [];
    private readonly Dictionary<int, (int Shared, int Single)> _sweepers = [];

    /// <summary>How much more a service may send before it could be one that forwards everything to a single wallet; millionths of a
    /// token.</summary>
    private readonly Dictionary<int, Int128> _spare = [];

    private int[] _labelled = [];
    private int[] _serviceOf = [];

    public LiveWallets(TransferGraph transfers, ServiceLabels labels)
    {
        (_transfers, _labels, _services) = (transfers, labels, []);
        Classes = new WalletClassification(_services);
    }

    /// <summary>What holds since the last <see cref="Update"/>.</summary>
    public WalletClassification Classes { get; }

    /// <summary>Wallets measured so far; a measure of work.</summary>
    public long Measured { get; private set; }

    /// <summary>The wallets whose class the last update changed.</summary>
    public IReadOnlySet<int> Reclassified { get; private set; } = new HashSet<int>();

    /// <param name="rows">Rows that came since the last time.</param>
    /// <returns>The wallets that were measured otherwise than before.</returns>
    public IReadOnlySet<int> Update(IEnumerable<int> rows)
    {
        var table = _transfers.Table;
        Grow();
        var moved = new HashSet<int>();
        foreach (var row in rows.Where(row => WalletProfiler.IsOnChain(table, row)))
        {
            Meet(table.From[row]);
            Meet(table.To[row]);
            if (_spare.TryGetValue(table.From[row], out var left))
                _spare[table.From[row]] = left - table.AmountMicro[row];
            moved.Add(table.From[row]);
            moved.Add(table.To[row]);
        }
        var profiler = new WalletProfiler(_transfers, _labelled);
        var doubted = new HashSet<int>();
        foreach (var wallet in moved)
        {
            if (!_spare.TryGetValue(wallet, out var left) || left < 0)
                Weigh(wallet, profiler, doubted);
        }
        foreach (var wallet in doubted)
        {
            if (Turn(wallet))
                Around(wallet, moved);
        }
        return Judge(moved);
    }

    private void Grow()
    {
        var size = _labelled.Length;
        if (size >= _transfers.Accounts)
            return;
        var grown = Math.Max(_transfers.Accounts, size * 2);
        Array.Resize(ref _labelled, grown);
        Array.Resize(ref _serviceOf, grown);
        Array.Fill(_labelled, -1, size, grown - size);
        Array.Fill(_serviceOf, -1, size, grown - size);
    }

    private void Meet(int wallet)
    {
        if (!_met.Add(wallet) || _labels.EntityOf(_transfers.Table.Accounts.Id(wallet)) is not { } entity)
            return;
        if (!_numberOf.TryGetValue(entity, out var number))
            _numberOf[entity] = number = Number(entity);
        _labelled[wallet] = _serviceOf[wallet] = number;
    }

    /// <summary>Whether the wallet forwards everything to one, as far as labels tell; the one whose standing that changes is
    /// doubted.</summary>
    private void Weigh(int wallet, WalletProfiler profiler, HashSet<int> doubted)
    {
        var p = profiler.Of(wallet);
        Measured++;
        (int Into, bool Shared)? now = WalletClassifier.IsSweeper(p) ? (p.TopReceiver, WalletClassifier.IsShared(p)) : null;
        (int Into, bool Shared)? before = _sweeps.TryGetValue(wallet, out var old) ? old : null;
        if (now != before)
        {
            Count(before, -1, doubted);
            Count(now, 1, doubted);
            if (now is { } sweep)
                _sweeps[wallet] = sweep;
            else
                _sweeps.Remove(wallet);
        }
        _spare.Remove(wallet);
        // With T of O sent to the one that takes most, and D more, that one has at most T + D of O + D.
        var left =
            ((WalletClassifier.Limits.SweptShareMin - p.OutToTop) * (double)p.OutMicro / (1 - WalletClassifier.Limits.SweptShareMin)) - 1;
        if (_serviceOf[wallet] >= 0 && left > 0)
            _spare[wallet] = (Int128)(left / 2);
    }

    private void Count((int Into, bool Shared)? sweep, int by, HashSet<int> doubted)
    {
        if (sweep is not { } s)
            return;
        var (shared, single) = _sweepers.GetValueOrDefault(s.Into);
        _sweepers[s.Into] = s.Shared ? (shared + by, single) : (shared, single + by);
        doubted.Add(s.Into);
    }

    /// <summary>Whether the wallet became a service by those that empty into it, or is one no longer.</summary>
    private bool Turn(int wallet)
    {
        if (_labelled[wallet] >= 0)
            return false;
        var (shared, single) = _sweepers[wallet];
        if (WalletClassifier.AreEnough(shared, single) == _serviceOf[wallet] >= 0)
            return false;
        if (_serviceOf[wallet] < 0 && !_unnamed.ContainsKey(wallet))
            _unnamed[wallet] = Number("an unnamed service that many wallets forward everything to");
        _serviceOf[wallet] = _serviceOf[wallet] < 0 ? _unnamed[wallet] : -1;
        _spare.Remove(wallet);
        return true;
    }

    private int Number(string service)
    {
        _services.Add(service);
        return _services.Count - 1;
    }

    private void Around(int wallet, HashSet<int> wallets)
    {
        var table = _transfers.Table;
        wallets.Add(wallet);
        foreach (var row in _transfers.In(wallet))
        {
            if (WalletProfiler.IsOnChain(table, row))
                wallets.Add(table.From[row]);
        }
        foreach (var row in _transfers.Out(wallet))
        {
            if (WalletProfiler.IsOnChain(table, row))
                wallets.Add(table.To[row]);
        }
    }

    private HashSet<int> Judge(HashSet<int> wallets)
    {
        HashSet<int> changed = [],
            reclassified = [];
        var profiler = new WalletProfiler(_transfers, _serviceOf);
        foreach (var wallet in wallets)
        {
            var isService = _serviceOf[wallet] >= 0;
            var verdict = isService
                ? new WalletVerdict(default(WalletProfile) with { Wallet = wallet }, WalletClass.Service, 0, "belongs to a service")
                : WalletClassifier.Judge(profiler.Of(wallet), -1, _services);
            Measured += isService ? 0 : 1;
            if (Classes.TryGet(wallet, out var before) && before == verdict)
                continue;
            if (before.Class != verdict.Class)
                reclassified.Add(wallet);
            Classes.Set(verdict);
            changed.Add(wallet);
        }
        Reclassified = reclassified;
        return changed;
    }
}
