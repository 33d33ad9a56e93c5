using Sunqar.Simulation.Chain;
using Sunqar.Simulation.Economy;
using Sunqar.Simulation.Schemes;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation;

/// <summary>
/// Lives one day: people and wallets in chunks of fixed size, on any number of threads, each chunk into its own sink; then the sinks in
/// order, then the stories, sorted by second with ties in that order. So the day does not depend on threads.
/// </summary>
internal sealed class DayMaker
{
    private const int Chunk = 4_096;
    private readonly World _world;
    private readonly Chronicle _chronicle;
    private readonly DailyLife _life;
    private readonly CryptoLife _crypto;
    private readonly PrivateTraffic _traffic;
    private readonly Treasury _treasury;
    private readonly DaySink[] _sinks;
    private readonly int _peopleChunks;

    public DayMaker(World world, Chronicle chronicle)
    {
        (_world, _chronicle) = (world, chronicle);
        (_life, _crypto, _traffic, _treasury) = (
            new DailyLife(world),
            new CryptoLife(world),
            new PrivateTraffic(world),
            new Treasury(world)
        );
        foreach (var (wallet, exchange) in chronicle.Deposits)
        {
            _treasury.ExchangeOfOpenedDeposit.Add(wallet, exchange);
        }
        _peopleChunks = (world.People.Count + Chunk - 1) / Chunk;
        _sinks = [.. Enumerable.Range(0, _peopleChunks + ((world.Wallets.Private + Chunk - 1) / Chunk)).Select(_ => new DaySink())];
    }

    public (PaymentRow[] Payments, ChainRow[] Chain) Make(Calendar day)
    {
        Parallel.For(0, _sinks.Length, new ParallelOptions { MaxDegreeOfParallelism = _world.Options.Threads }, chunk => Live(chunk, day));
        var payments = new List<List<PaymentRow>>(_sinks.Length + 1);
        var chain = new List<List<ChainRow>>(_sinks.Length + 2);
        foreach (var sink in _sinks)
        {
            payments.Add(sink.Payments);
            chain.Add(sink.Chain);
        }
        payments.Add(_chronicle.Payments[day.Number]);
        chain.Add(_chronicle.Chain[day.Number]);
        var moved = Sort(chain, day, static row => row.TimeUs);
        var sweeps = new List<ChainRow>();
        _treasury.Settle(moved, day, sweeps);
        return (
            Sort(payments, day, static row => row.TimeUs),
            Sort(
                [
                    [.. moved],
                    sweeps,
                ],
                day,
                static row => row.TimeUs
            )
        );
    }

    private void Live(int chunk, Calendar day)
    {
        var sink = _sinks[chunk];
        sink.Clear();
        if (chunk < _peopleChunks)
        {
            var end = Math.Min(_world.People.Count, (chunk + 1) * Chunk);
            for (var person = chunk * Chunk; person < end; person++)
            {
                _life.Live(person, day, sink);
                _crypto.Live(person, day, sink);
            }
            return;
        }
        var last = Math.Min(_world.Wallets.Private, (chunk - _peopleChunks + 1) * Chunk);
        for (var wallet = (chunk - _peopleChunks) * Chunk; wallet < last; wallet++)
        {
            _traffic.Live(wallet, day, sink);
        }
    }

    /// <summary>A counting sort by second of the day; rows of the same second stay in the order in which they came.</summary>
    private static T[] Sort<T>(List<List<T>> parts, Calendar day, Func<T, long> timeUs)
    {
        var seconds = Seconds(day);
        var places = new int[seconds + 1];
        var total = 0;
        foreach (var part in parts)
        {
            foreach (var row in part)
            {
                places[Second(timeUs(row), day) + 1]++;
            }
            total += part.Count;
        }
        for (var i = 1; i <= seconds; i++)
        {
            places[i] += places[i - 1];
        }
        var sorted = new T[total];
        foreach (var part in parts)
        {
            foreach (var row in part)
            {
                sorted[places[Second(timeUs(row), day)]++] = row;
            }
        }
        return sorted;
    }

    private static int Seconds(Calendar day) => (int)((day.EndUs - day.StartUs) / 1_000_000);

    private static int Second(long timeUs, Calendar day)
    {
        var second = (timeUs - day.StartUs) / 1_000_000;
        return second >= 0 && second < Seconds(day)
            ? (int)second
            : throw new InvalidOperationException($"A row of day {day.Number} lies outside it.");
    }
}
