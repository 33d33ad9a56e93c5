using Sunqar.Core.Patterns.Pairs;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Patterns;

/// <summary>The ways of mining that typologies share. Each keeps what it found until something that it was read from changes.</summary>
public static class Miners
{
    /// <summary>Looks at everything in each step: for what is read from views that are few.</summary>
    public static IMiner Anew(Func<MiningGround, IEnumerable<Sighting>> mine) => new AnewMiner(mine, _ => true);

    /// <summary>Looks at one account after the other.</summary>
    /// <param name="at">Adds what it sees at an account. It reads the account's own transfers and the kinds of whom it deals with, nothing
    /// else; several accounts are looked at at once.</param>
    public static IMiner AtAccounts(Action<MiningGround, int, List<Sighting>> at) => new AtAccountsMiner(at, step => step.Accounts);

    /// <summary>Several searches as one.</summary>
    public static IMiner Several(params IReadOnlyList<IMiner> parts) => new SeveralMiner(parts);

    /// <summary>Looks at one account after the other.</summary>
    /// <param name="at">Adds what it sees at an account. It reads the account's own one-off pairs and what is thought of them, nothing
    /// else.</param>
    internal static IMiner AtPairs(Action<MiningGround, int, List<Sighting>> at) =>
        new AtAccountsMiner(
            at,
            step =>
            {
                // Made before many threads ask for it, for making it takes all of them.
                _ = step.Ground.Suspicion;
                return step.Paired;
            }
        );

    /// <summary>Looks at all suspect pairs when something changed among them.</summary>
    internal static IMiner AtHotPairs(Func<MiningGround, IEnumerable<Sighting>> mine) => new AnewMiner(mine, step => step.HotChanged);

    /// <summary>Reads something of each account, and sights in all that was read together.</summary>
    /// <param name="read">Null where there is nothing to read. It reads the account's own transfers and the kinds of whom it deals
    /// with.</param>
    /// <param name="sight">Takes what was read, by account.</param>
    internal static IMiner AcrossAccounts<T>(Func<MiningGround, int, T?> read, Func<MiningGround, List<T>, IEnumerable<Sighting>> sight)
        where T : class => new AcrossAccountsMiner<T>(read, sight);

    private sealed class SeveralMiner(IReadOnlyList<IMiner> parts) : IMiner
    {
        public IReadOnlyList<Sighting> Mine(MiningStep step) => [.. parts.SelectMany(part => part.Mine(step))];
    }

    private sealed class AnewMiner(Func<MiningGround, IEnumerable<Sighting>> mine, Func<MiningStep, bool> isDue) : IMiner
    {
        private IReadOnlyList<Sighting> _found = [];

        public IReadOnlyList<Sighting> Mine(MiningStep step)
        {
            if (step.IsAnew || isDue(step))
                _found = [.. mine(step.Ground)];
            return _found;
        }
    }

    private sealed class AtAccountsMiner(Action<MiningGround, int, List<Sighting>> at, Func<MiningStep, IReadOnlySet<int>> changed) : IMiner
    {
        private readonly Dictionary<int, List<Sighting>> _found = [];

        public IReadOnlyList<Sighting> Mine(MiningStep step)
        {
            var accounts = changed(step);
            if (step.IsAnew)
            {
                _found.Clear();
                var all = AccountWalk.Gather<(int Account, List<Sighting> Found)>(
                    step.Ground.Graph.Accounts,
                    (account, found) =>
                    {
                        if (At(step.Ground, account) is { Count: > 0 } here)
                            found.Add((account, here));
                    }
                );
                all.ForEach(here => _found[here.Account] = here.Found);
            }
            else
            {
                foreach (var account in accounts)
                {
                    _found.Remove(account);
                    if (At(step.Ground, account) is { Count: > 0 } here)
                        _found[account] = here;
                }
            }
            return [.. _found.Values.SelectMany(here => here)];
        }

        private List<Sighting> At(MiningGround ground, int account)
        {
            var found = new List<Sighting>();
            at(ground, account, found);
            return found;
        }
    }

    private sealed class AcrossAccountsMiner<T>(Func<MiningGround, int, T?> read, Func<MiningGround, List<T>, IEnumerable<Sighting>> sight)
        : IMiner
        where T : class
    {
        private readonly SortedDictionary<int, T> _read = [];

        public IReadOnlyList<Sighting> Mine(MiningStep step)
        {
            var graph = step.Ground.Graph;
            if (!step.IsAnew)
            {
                foreach (var account in step.Accounts)
                {
                    if (read(step.Ground, account) is { } here)
                        _read[account] = here;
                    else
                        _read.Remove(account);
                }
            }
            else
            {
                _read.Clear();
                var all = AccountWalk.Gather<(int Account, T Read)>(
                    graph.Accounts,
                    (account, found) =>
                    {
                        if (read(step.Ground, account) is { } here)
                            found.Add((account, here));
                    }
                );
                all.ForEach(here => _read[here.Account] = here.Read);
            }
            return [.. sight(step.Ground, [.. _read.Values])];
        }
    }
}
