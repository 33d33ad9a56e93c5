using System.Globalization;
using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Storage.Disk;
using Sunqar.Storage.Files;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;
using Xunit;

namespace Sunqar.CrashTests;

/// <summary>
/// The whole way of a payment under power losses: seal, append, confirm, sometimes forget a person. Whoever stands in the journal can be
/// unsealed unless destroyed; whoever was destroyed stays so.
/// </summary>
public sealed class DataFolderCrashTests
{
    private const string Data = "/data",
        RootKey = "/data.key";

    [Fact]
    public void Keys_and_facts_stay_together_whenever_the_power_goes() => Seeds.Run(seed => new Scenario(seed).Run());

    private sealed class Scenario
    {
        private readonly Random _random;
        private readonly SimulatedDisk _disk;
        private readonly KeyStoreOptions _keyOptions;
        private readonly JournalFolderOptions _journalOptions;
        private readonly Dictionary<string, SubjectId> _known = [];
        private readonly HashSet<SubjectId> _destroyed = [];
        private readonly HashSet<SubjectId> _beingDestroyed = [];
        private int _number;

        public Scenario(int seed)
        {
            _random = new Random(seed);
            _disk = new SimulatedDisk(seed);
            var chance = new Random(seed);
            _keyOptions = new KeyStoreOptions { Chance = into => chance.NextBytes(into) };
            _journalOptions = new JournalFolderOptions { SegmentBytes = _random.Next(500, 5000), Threads = 1 };
        }

        public void Run()
        {
            for (var start = 0; start < 6; start++)
            {
                _disk.PowerLostAt =
                    start == 5 ? int.MaxValue : _disk.Writes + (_random.Next(3) == 0 ? _random.Next(1, 12) : _random.Next(1, 80));
                try
                {
                    using var journal = new FolderJournal(_disk, Data + "/journal", _journalOptions);
                    using var keys = new KeyStore(_disk, Data + "/keys", RootKey, _keyOptions);
                    Check(journal, keys);
                    Work(journal, keys);
                }
                catch (PowerLostException) { }
                if (_disk.IsOff || _random.Next(2) == 0)
                    _disk.Restart();
            }
            _disk.PowerLostAt = int.MaxValue;
            using var lastJournal = new FolderJournal(_disk, Data + "/journal", _journalOptions);
            using var lastKeys = new KeyStore(_disk, Data + "/keys", RootKey, _keyOptions);
            Check(lastJournal, lastKeys);
        }

        private void Work(FolderJournal journal, KeyStore keys)
        {
            var sealer = new PaymentSealer(keys);
            var writer = journal.Open("payments");
            var batch = new SealedBatch();
            var facts = new FactBatch();
            for (var step = 0; step < 15; step++)
            {
                if (_known.Count > 3 && _random.Next(8) == 0)
                {
                    Destroy(keys);
                    continue;
                }
                sealer.Seal(Enumerable.Range(0, _random.Next(1, 5)).Select(_ => Payment()).ToArray(), batch);
                if (_random.Next(6) == 0)
                {
                    // The payments come again another time.
                    sealer.Withdraw(batch);
                    continue;
                }
                facts.Clear();
                foreach (var introduction in batch.Introductions)
                    facts.Add(introduction);
                foreach (var payment in batch.Payments)
                    facts.Add(in payment, new Decision(Outcome.Allow, [], "builtin", 0));
                if (!writer.AppendAsync(facts).AsTask().GetAwaiter().GetResult().IsAppended)
                    throw new PowerLostException();
                if (_random.Next(2) == 0)
                    sealer.Confirm(batch);
                for (var i = 0; i < batch.Count; i++)
                    _known[IinOf(batch.Payments[i].Id)] = batch.Payments[i].Sender.Person;
            }
        }

        private void Destroy(KeyStore keys)
        {
            var doomed = _known.Values.Where(_ => _random.Next(4) == 0).ToArray();
            _beingDestroyed.UnionWith(doomed);
            keys.Destroy(doomed);
            Settle(done: true);
        }

        private void Settle(bool done)
        {
            if (done)
            {
                _destroyed.UnionWith(_beingDestroyed);
                foreach (var iin in _known.Where(pair => _beingDestroyed.Contains(pair.Value)).Select(pair => pair.Key).ToArray())
                    _known.Remove(iin);
            }
            _beingDestroyed.Clear();
        }

        // Few people, each met often; the payment's id tells whose it is.
        private Payment Payment()
        {
            var person = _random.Next(12);
            return new Payment
            {
                Id = person.ToString(CultureInfo.InvariantCulture) + "-" + _number++.ToString(CultureInfo.InvariantCulture),
                Kind = PaymentKind.CardTopUp,
                TimeUs = 1,
                Amount = new Money(1, Currency.Kzt),
                Institution = "CASPKZKA",
                Sender = new Party(
                    Iin: Iin(person),
                    Name: "Name " + (person + 100 * _random.Next(2)).ToString(CultureInfo.InvariantCulture)
                ),
            };
        }

        private static string Iin(int person) => "8004161" + person.ToString("00000", CultureInfo.InvariantCulture);

        private static string IinOf(string paymentId) => Iin(int.Parse(paymentId.Split('-')[0], CultureInfo.InvariantCulture));

        private void Check(FolderJournal journal, KeyStore keys)
        {
            if (_beingDestroyed.Count > 0)
            {
                // Wholly done or wholly not.
                var left = _beingDestroyed.Count(subject =>
                    _known.Any(pair => pair.Value == subject && keys.Find(SubjectKind.Person, pair.Key) == subject)
                );
                Assert.True(left == 0 || left == _beingDestroyed.Count, $"{left} of {_beingDestroyed.Count} destroyed");
                Settle(done: left == 0);
            }
            foreach (var (iin, subject) in _known)
                Assert.Equal(subject, keys.Find(SubjectKind.Person, iin));
            var introduced = new Dictionary<SubjectId, (string? Identifier, string? Name)>();
            foreach (var recorded in journal.Read("payments"))
                Check(recorded.Fact, keys, introduced);
        }

        private void Check(Fact fact, KeyStore keys, Dictionary<SubjectId, (string? Identifier, string? Name)> introduced)
        {
            switch (fact)
            {
                case SubjectIntroduced met:
                    var identifier = keys.Unseal(met.Subject, met.Identifier, SealedField.Identifier);
                    Assert.Null(keys.Unseal(met.Subject, met.Identifier, SealedField.Name));
                    introduced[met.Subject] = (identifier, introduced.GetValueOrDefault(met.Subject).Name);
                    break;
                case SubjectNamed named:
                    introduced[named.Subject] = (
                        introduced[named.Subject].Identifier,
                        keys.Unseal(named.Subject, named.Name, SealedField.Name)
                    );
                    break;
                case PaymentDecided decided:
                    var person = decided.Payment.Sender.Person;
                    Assert.True(introduced.TryGetValue(person, out var texts), "a payment of a subject that was never introduced");
                    if (_destroyed.Contains(person))
                        Assert.Equal((null, null), texts);
                    else
                        Assert.Equal(IinOf(decided.Payment.Id), texts.Identifier);
                    if (!_destroyed.Contains(person))
                        Assert.NotNull(texts.Name);
                    break;
            }
        }
    }

    [Fact]
    public void A_full_disk_is_said_and_sealing_can_be_repeated()
    {
        for (var room = 0; room < 600; room += 13)
        {
            var disk = new SimulatedDisk(room);
            using var keys = new KeyStore(disk, Data + "/keys", RootKey, new KeyStoreOptions());
            var sealer = new PaymentSealer(keys);
            var batch = new SealedBatch();
            var subjects = new SubjectId[3];
            sealer.Seal(SubjectKind.Card, ["a", "b", "c"], subjects, batch);
            disk.Capacity = disk.AllFiles().Sum(file => (long)file.Bytes.Length) + room;
            var met = 0;
            Assert.Throws<DiskFullException>(() =>
            {
                for (; met < 100; met++)
                    sealer.Seal(SubjectKind.Account, ["account " + met], subjects, batch);
            });
            Assert.Throws<DiskFullException>(() => sealer.Seal(SubjectKind.Account, ["account " + met], subjects, batch));
            Assert.Throws<DiskFullException>(() => keys.Destroy([keys.Find(SubjectKind.Card, "a")]));
            Assert.False(keys.Find(SubjectKind.Card, "a").IsNone);
            disk.Capacity = long.MaxValue;
            sealer.Seal(SubjectKind.Account, ["account " + met], subjects, batch);
            Assert.Single(batch.Introductions);
            Assert.Equal(1, keys.Destroy([keys.Find(SubjectKind.Card, "a")]));
            keys.Dispose();
            disk.Restart();
            using var again = new KeyStore(disk, Data + "/keys", RootKey, new KeyStoreOptions());
            Assert.Equal(2 + met + 1, again.Count);
            Assert.Equal(subjects[0], again.Find(SubjectKind.Account, "account " + met));
        }
    }
}
