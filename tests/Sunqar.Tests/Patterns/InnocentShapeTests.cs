using System.Globalization;
using System.Text;
using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Tests.Transfers;
using Xunit;

namespace Sunqar.Tests.Patterns;

/// <summary>Look-alikes that a definition itself leaves out, each beside the scheme that it must not hide.</summary>
public class InnocentShapeTests
{
    private const long Hour = 3_600_000_000;
    private readonly TransferTableBuilder _builder = new();
    private int _count;

    [Theory]
    [InlineData(8, 3)]
    [InlineData(10, 4)]
    public void A_savings_circle_is_not_told_whatever_shape_its_turns_have(int friends, int turns)
    {
        TakeTurns("friend", friends, turns, _ => 60_000);
        AddLife();
        Assert.DoesNotContain(Mine(), s => Holds(s, "friend"));
    }

    [Fact]
    public void The_same_turns_with_sums_of_their_own_are_told()
    {
        TakeTurns("payer", 10, 4, i => 60_000 + (i * 1_000));
        AddLife();
        Assert.Contains(Mine(), s => Holds(s, "payer"));
    }

    [Fact]
    public void One_sum_paid_to_receivers_who_never_pay_back_is_no_savings_circle()
    {
        for (var sender = 0; sender < 6; sender++)
        {
            for (var receiver = 0; receiver < 4; receiver++)
            {
                Add((sender * 4) + receiver, "sender" + sender, "receiver" + receiver, 60_000);
            }
        }
        AddLife();
        Assert.Contains(Mine(), s => Holds(s, "receiver"));
    }

    [Theory]
    [InlineData(20, 60, true)]
    [InlineData(20, 30, false)]
    public void A_relay_needs_a_silence_that_was_observed(int relayDays, int observedDays, bool isTold)
    {
        for (var day = 0; day < relayDays; day++)
        {
            for (var end = 0; end < 3; end++)
            {
                Add((day * 24) + end, "relay", "end" + end, 40_000 + day);
            }
        }
        Add(observedDays * 24, "somebody", "else", 1_000);
        Assert.Equal(isTold, Mine().Any(s => s.Cause == Cause.Relay));
    }

    [Fact]
    public void A_block_among_the_payers_of_a_till_is_a_piece_of_the_till()
    {
        for (var buyer = 0; buyer < 30; buyer++)
        {
            Add(buyer, "buyer" + buyer, "till1", 12_000 + buyer);
            Add(40 + buyer, "buyer" + buyer, "till2", 15_000 + buyer);
        }
        Add(35, "till1", "PLATFORM", 370_000, TransferKind.CryptoBuy);
        Add(75, "till2", "PLATFORM", 460_000, TransferKind.CryptoBuy);
        AddLife();
        var told = Assert.Single(Mine(), s => Holds(s, "till"));
        Assert.Equal("empties into crypto", told.Evidence["because_of"]);
    }

    [Theory]
    [InlineData(25, 1)]
    [InlineData(40, 2)]
    [InlineData(60, 3)]
    [InlineData(60, 4)]
    public void A_crowd_of_acquaintances_who_lend_each_other_once_is_no_stack(int crowd, int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < crowd * 10; i++)
        {
            Add(random.Next(60 * 24), "student" + random.Next(crowd), "student" + random.Next(crowd), random.Next(8, 40) * 100);
        }
        AddLife();
        Assert.DoesNotContain(Mine(), s => s.Kind == Stack.Name && Holds(s, "student"));
    }

    private TransferTable _table = null!;

    private bool Holds(Sighting sighting, string prefix) =>
        sighting.Members.Any(m => _table.Accounts.Id(m.Account).StartsWith(prefix, StringComparison.Ordinal));

    private IReadOnlyList<Sighting> Mine()
    {
        _table = _builder.Build();
        return TypologyTable.Shipped.Shapes.Mine(new MiningGround(TransferGraph.Build(_table), 30 * TransferFixture.DayUs), 0.5);
    }

    /// <summary>Every week everybody pays whose turn it is.</summary>
    private void TakeTurns(string name, int friends, int turns, Func<int, long> tenge)
    {
        for (var turn = 0; turn < turns; turn++)
        {
            for (var friend = 0; friend < friends; friend++)
            {
                if (friend != turn)
                    Add((turn * 7 * 24) + friend, name + friend, name + turn, tenge(friend));
            }
        }
    }

    /// <summary>Two months of other people's life, so that there is something to stand out against.</summary>
    private void AddLife()
    {
        var random = new Random(7);
        for (var i = 0; i < 4_000; i++)
        {
            Add(random.Next(60 * 24), "p" + random.Next(1_000), "p" + random.Next(1_000), random.Next(1_000, 90_000));
        }
    }

    private void Add(int hours, string from, string to, long tenge, TransferKind kind = TransferKind.CardTransfer) =>
        _builder.Add(
            new TransferRow
            {
                Id = Encoding.UTF8.GetBytes("x" + (_count++).ToString(CultureInfo.InvariantCulture)),
                TimeUs = hours * Hour,
                From = Encoding.UTF8.GetBytes(from),
                To = Encoding.UTF8.GetBytes(to),
                AmountMicro = tenge * 1_000_000,
                Currency = Currency.Kzt,
                Kind = kind,
            }
        );
}
