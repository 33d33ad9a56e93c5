using System.Globalization;
using System.Text;
using Sunqar.Core.Identity;
using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Xunit;

namespace Sunqar.Tests.Patterns;

public class FakeIdentityTests
{
    private static readonly SubjectId Device = new(9_001);
    private readonly TransferTableBuilder _builder = new();
    private readonly List<(SubjectId Device, string Card, ulong Holder, bool Invalid)> _uses = [];
    private int _count;

    [Fact]
    public void Cards_on_impossible_iins_worked_from_one_device_are_found_with_whoever_collects()
    {
        foreach (var card in Cards(3))
        {
            Send("payer", card, 40_000);
            Send(card, "handler", 38_000);
            Use(Device, card, holder: 100, invalid: true);
        }
        Send("payer", "bystander", 5_000);
        var (sighting, table) = Single();
        Assert.Equal(["card0", "card1", "card2", "handler"], Names(sighting, table));
        Assert.Equal(["fake_card", "fake_card", "fake_card", "organiser"], sighting.Members.Select(member => member.Role));
        Assert.Equal(6, sighting.Rows.Length);
        Assert.Equal("3", sighting.Evidence["iins_never_issued"]);
    }

    [Fact]
    public void Many_cards_on_one_stolen_iin_are_found_and_five_are_not()
    {
        foreach (var card in Cards(FakeIdentityMiner.Limits.CardsOfOneMin))
        {
            Send(card, "shop" + card, 10_000);
            Use(Device, card, holder: 7, invalid: false);
        }
        foreach (var card in Cards(FakeIdentityMiner.Limits.CardsOfOneMin - 1, "own"))
        {
            Send(card, "shop", 10_000);
            Use(new SubjectId(5), card, holder: 8, invalid: false);
        }
        var (sighting, table) = Single();
        Assert.Equal(Cards(FakeIdentityMiner.Limits.CardsOfOneMin), Names(sighting, table));
    }

    [Fact]
    public void A_family_on_one_device_and_two_mistyped_iins_are_nobody_s_fake()
    {
        foreach (var card in Cards(8, "family"))
        {
            Send(card, "shop", 1_000);
            Use(Device, card, holder: (ulong)card[^1], invalid: false);
        }
        foreach (var card in Cards(FakeIdentityMiner.Limits.InvalidCardsMin - 1, "typo"))
        {
            Send(card, "shop", 1_000);
            Use(new SubjectId(3), card, holder: 0, invalid: true);
        }
        Assert.Empty(Mine().Sightings);
    }

    [Fact]
    public void Whoever_gets_less_than_half_of_it_is_not_called_organiser()
    {
        foreach (var card in Cards(4))
        {
            Send(card, "one", 10_000);
            Send(card, "two", 10_000);
            Use(Device, card, holder: 1, invalid: true);
        }
        Assert.All(Single().Sighting.Members, member => Assert.Equal("fake_card", member.Role));
    }

    [Fact]
    public void The_order_of_what_is_known_does_not_matter()
    {
        foreach (var card in Cards(7))
        {
            Send(card, "handler", 10_000);
            Use(Device, card, holder: 1, invalid: true);
            Use(new SubjectId(77), card, holder: 1, invalid: true);
        }
        var once = Single().Sighting;
        _uses.Reverse();
        var again = Mine().Sightings;
        Assert.Equal(once.Rows, Assert.Single(again).Rows);
        Assert.Equal(once.Members, again[0].Members);
    }

    private static IEnumerable<string> Cards(int count, string prefix = "card") => Enumerable.Range(0, count).Select(i => prefix + i);

    private static IEnumerable<string> Names(Sighting sighting, TransferTable table) =>
        sighting.Members.Select(member => table.Accounts.Id(member.Account));

    private readonly List<(string From, string To, long Tenge)> _sent = [];

    private void Send(string from, string to, long tenge) => _sent.Add((from, to, tenge));

    private void Use(SubjectId device, string card, ulong holder, bool invalid) => _uses.Add((device, card, holder, invalid));

    private (Sighting Sighting, TransferTable Table) Single()
    {
        var (sightings, table) = Mine();
        return (Assert.Single(sightings), table);
    }

    private (IReadOnlyList<Sighting> Sightings, TransferTable Table) Mine()
    {
        var table = Table();
        var identities = new FakeIdentityMiner(TransferGraph.Build(table));
        foreach (var use in Uses(table))
            identities.Add(use);
        return (identities.Mine(new HashSet<int>()), table);
    }

    private TransferTable Table()
    {
        _count = 0;
        foreach (var (from, to, tenge) in _sent)
        {
            _builder.Add(
                new TransferRow
                {
                    Id = Encoding.UTF8.GetBytes("t" + _count.ToString(CultureInfo.InvariantCulture)),
                    TimeUs = _count++ * 60_000_000L,
                    From = Encoding.UTF8.GetBytes(from),
                    To = Encoding.UTF8.GetBytes(to),
                    AmountMicro = tenge * 1_000_000,
                    Currency = Currency.Kzt,
                    Kind = TransferKind.CardTransfer,
                }
            );
        }
        return _builder.Build();
    }

    private IEnumerable<DeviceUse> Uses(TransferTable table) =>
        _uses.Select(use => new DeviceUse(
            use.Device,
            table.Accounts.TryFind(use.Card, out var account) ? account : throw new InvalidOperationException(use.Card),
            new SubjectId(use.Holder),
            use.Invalid
        ));
}
