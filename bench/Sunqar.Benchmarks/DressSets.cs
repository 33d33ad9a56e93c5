using Sunqar.Core.Patterns.Scores;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Formats.Transfers;
using Sunqar.Tests.Patterns;

namespace Sunqar.Benchmarks;

/// <summary>A whole set of transfers with what was planted in it.</summary>
internal sealed record DressSet(string Name, IReadOnlyList<PlainTransfer> Rows, IReadOnlyList<PlantedPattern> Planted)
{
    private const long DayUs = 86_400_000_000;

    /// <summary>A labelled file of AMLSim or AMLGentex.</summary>
    public static DressSet OfFile(string name, string path)
    {
        var builder = new TransferTableBuilder();
        if (TransferFile.Read(path, null, builder) is not TransferFileOutcome.Completed)
            throw new InvalidOperationException($"{path} is no transfers file.");
        var table = builder.Build();
        var truth = new Truth();
        using var stream = File.OpenRead(path);
        TruthFile.Read(stream, path, truth.Add);
        return new(
            name,
            [
                .. Enumerable
                    .Range(0, table.Count)
                    .Select(row => new PlainTransfer(
                        table.Id(row),
                        table.TimeUs[row],
                        table.Accounts.Id(table.From[row]),
                        table.Accounts.Id(table.To[row]),
                        table.AmountMicro[row],
                        table.CurrencyOf(row),
                        table.KindOf(row)
                    )),
            ],
            truth.Planted
        );
    }

    /// <summary>What banks report of a simulated country: no chain, no labels, no register.</summary>
    public static DressSet OfCountry(ulong seed, int people, int days)
    {
        var country = Simulation.Country.Create(
            new Simulation.CountryOptions
            {
                Seed = seed,
                People = people,
                Days = days,
                Threads = 2,
            }
        );
        var rows = new List<PlainTransfer>();
        var truth = new Truth();
        foreach (var day in country.Days())
        {
            var planted = day.Truth.ToLookup(row => row.TransferId);
            foreach (var payment in day.Payments)
            {
                if (PaymentEnds.Of(payment) is not ({ } from, { } to))
                    continue;
                rows.Add(
                    new(
                        payment.Id,
                        payment.TimeUs,
                        from,
                        to,
                        payment.Amount.AmountMicro,
                        payment.Amount.Currency,
                        (TransferKind)payment.Kind
                    )
                );
                foreach (var row in planted[payment.Id])
                {
                    truth.Add(row);
                }
            }
        }
        return new($"country {seed}, {people} people, {days} days", rows, truth.Planted);
    }

    /// <summary>Days from the first to the last transfer.</summary>
    public double Days => (Rows.Max(row => row.TimeUs) - Rows.Min(row => row.TimeUs)) / (double)DayUs;

    private sealed class Truth
    {
        private readonly Dictionary<(string, string), (HashSet<string> Accounts, HashSet<string> Transfers)> _sets = [];

        public List<PlantedPattern> Planted =>
            [.. _sets.Select(p => new PlantedPattern(p.Key.Item1, p.Key.Item2, p.Value.Accounts, p.Value.Transfers, 0, Currency.Unstated))];

        public void Add(TruthRow row) => Add(row.Kind, row.PatternId, row.TransferId, row.Account);

        public void Add(Simulation.TruthRow row) => Add(row.Kind, row.PatternId, row.TransferId, row.Account);

        private void Add(string kind, string id, string transfer, string account)
        {
            if (!_sets.TryGetValue((kind, id), out var set))
                _sets[(kind, id)] = set = ([], []);
            set.Accounts.Add(account);
            set.Transfers.Add(transfer);
        }
    }
}
