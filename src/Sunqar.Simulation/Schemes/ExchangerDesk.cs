using Sunqar.Core.Payments;
using Sunqar.Simulation.Chance;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Schemes;

/// <summary>One exchanger's desk at work, day after day, with its balances.</summary>
internal sealed class ExchangerDesk
{
    public const long Usdt = 1_000_000;
    private const long Tenge = 100;
    private readonly Story _story;
    private readonly DeskEvasion _evasion;
    private readonly List<int> _cards = [];
    private readonly List<int> _since = [];
    private readonly long[] _cash;
    private readonly List<int> _desks = [];
    private readonly List<int> _atms = [];
    private readonly List<int> _customers = [];
    private readonly AliasTable _regulars;
    private readonly int _operator;
    private readonly int _operatorCard;
    private readonly int _reserve;
    private readonly int _deposit;
    private readonly int _exchange;
    private readonly long _seized;
    private readonly int _openHour;
    private readonly int _closeHour;
    private readonly int _ordersMost;
    private readonly int _workDaysPerMille;
    private readonly int _spread;
    private readonly long _usual;
    private readonly int _sellsPerMille;
    private readonly bool _rotates;
    private readonly int _firstDay;
    private readonly int _lastDay;
    private readonly long[] _held;
    private long _reserveBalance;
    private long _purse;

    public ExchangerDesk(Story story, long seized)
    {
        (_story, _seized, _evasion) = (story, seized, new DeskEvasion(story));
        ref var dice = ref story.Dice;
        var size = dice.Below(100) switch
        {
            < 22 => 0,
            < 76 => 1,
            _ => 2,
        };
        _operator = story.Recruit();
        _operatorCard = story.OpenCard(_operator);
        var city = story.World.People.City(_operator);
        var cards = size switch
        {
            0 => dice.Between(2, 3),
            1 => dice.Between(3, 8),
            _ => dice.Between(7, 15),
        };
        while (_cards.Count < cards)
        {
            var owner = story.Recruit();
            _cards.Add(story.LentCard(owner));
            if (_cards.Count < cards && dice.Chance(150))
            {
                _cards.Add(story.OpenCard(owner));
            }
        }
        _cash = new long[cards];
        var desks = size == 0 ? 1 : dice.Between(1, 4);
        for (var i = 0; i < desks; i++)
        {
            _desks.Add(story.OpenWallet());
        }
        _held = new long[desks];
        _reserve = story.OpenWallet();
        _rotates = dice.Chance(500);
        for (var i = dice.Between(1, 3); i > 0; i--)
        {
            _atms.Add(story.World.Atms.Draw(city, ref dice));
        }
        _exchange = dice.Chance(350) ? dice.Below(story.World.Exchanges.Platforms) : story.World.Exchanges.Platforms + dice.Below(5);
        _deposit = story.OpenDeposit(_exchange);
        (_openHour, _closeHour) = (dice.Between(8, 12), dice.Between(18, 24));
        _ordersMost = size switch
        {
            0 => dice.Between(3, 7),
            1 => dice.Between(9, 26),
            _ => dice.Between(24, 56),
        };
        _workDaysPerMille = size == 0 ? dice.Between(420, 760) : dice.Between(800, 990);
        _spread = dice.Between(135, 465);
        _usual = dice.Between(45, 160) * 1_000;
        _sellsPerMille = dice.Between(400, 760);
        _firstDay = dice.Below(Math.Max(1, story.Days * 30 / 100));
        _lastDay = Math.Min(story.Days - 1, _firstDay + Math.Max(12, dice.Between(story.Days * 40 / 100, story.Days)));
        var clients = Math.Max(12, _ordersMost * (_lastDay - _firstDay + 1) * dice.Between(15, 45) / 100);
        for (var i = 0; i < clients; i++)
        {
            _customers.Add(story.Anyone());
        }
        _regulars = AliasTable.Zipf(clients);
        _since.AddRange(_cards.Select(_ => _firstDay));
    }

    private ref Dice Dice => ref _story.Dice;

    public void Work()
    {
        FillReserve(_firstDay, _seized / 2);
        for (var day = _firstDay; day <= _lastDay; day++)
        {
            if (Dice.Chance(_workDaysPerMille))
            {
                HandOver(day);
                ChangeCards(day);
                WorkOneDay(day);
                Square(day);
                LiveALittle(day);
            }
        }
        // What is held at the end is what will be seized.
        FillReserve(_lastDay, _seized - _reserveBalance);
        _story.Hoard(_seized);
    }

    private void WorkOneDay(int day)
    {
        var orders = Dice.Between((_ordersMost + 2) / 3, _ordersMost);
        var times = new long[orders];
        for (var i = 0; i < orders; i++)
        {
            times[i] = _story.At(day, _openHour, 0, Dice.Below((_closeHour - _openHour) * 3_600));
        }
        Array.Sort(times);
        foreach (var time in times)
        {
            var customer = _customers[_regulars.Draw(ref Dice)];
            var tiyn = Math.Clamp(Dice.Around(_usual, Quantiles.Wide), 15_000, 2_800_000) * Tenge;
            // Of ten customers six ask for a round sum of tenge, four for a round quantity of USDT.
            if (Dice.Chance(_sellsPerMille))
            {
                Sell(day, time, customer, tiyn);
            }
            else
            {
                Buy(day, time, customer, tiyn);
            }
        }
    }

    /// <summary>Tenge in, USDT out.</summary>
    private void Sell(int day, long time, int customer, long tiyn)
    {
        var (amount, micro) = Price(day, tiyn, _evasion.Spread(_spread + Dice.Between(-30, 30)));
        var card = Dice.Below(_cards.Count);
        if (!_evasion.IsByHand())
        {
            var at = time;
            foreach (var part in _evasion.Parts(amount, 1_000 * Tenge))
            {
                _story.Send(at, customer, _cards[card], part, Role.None, Role.Dropper);
                _cash[card] += part;
                card = (card + 1) % _cards.Count;
                at += 90_000_000;
            }
        }
        _evasion.TradeHonestly(day, _cards[card], amount);
        _story.TurnOver(amount);
        var pays = time + Dice.Between(60, 1_500) * 1_000_000L + _evasion.DelayUs();
        var desk = Desk(day);
        // Some want it at once on an exchange of theirs.
        var wallets = _story.World.Wallets;
        var to = -1;
        foreach (var part in _evasion.Parts(micro, Usdt))
        {
            if (_held[desk] < part)
            {
                Refill(day, time + 20_000_000, desk, part);
            }
            if (to < 0)
            {
                to = Dice.Chance(180) ? wallets.ForeignDepositOf(wallets.OfPerson(customer)) : wallets.OfPerson(customer);
            }
            _story.Move(pays, _desks[desk], to, part, Role.Desk);
            _held[desk] -= part;
            desk = (desk + 1) % _desks.Count;
            pays += 90_000_000;
        }
    }

    /// <summary>USDT in, tenge out.</summary>
    private void Buy(int day, long time, int customer, long tiyn)
    {
        var (amount, micro) = Price(day, tiyn, -_evasion.Spread(_spread - Dice.Between(-30, 30)));
        var desk = Desk(day);
        var at = time;
        foreach (var part in _evasion.Parts(micro, Usdt))
        {
            _story.Move(at, _story.World.Wallets.OfPerson(customer), _desks[desk], part, Role.None, Role.Desk);
            _held[desk] += part;
            desk = (desk + 1) % _desks.Count;
            at += 90_000_000;
        }
        _story.TurnOver(0, micro);
        var pays = time + Dice.Between(60, 1_500) * 1_000_000L + _evasion.DelayUs();
        if (_evasion.IsByHand())
        {
            return;
        }
        foreach (var part in _evasion.Parts(amount, 1_000 * Tenge))
        {
            var card = Fullest();
            if (_cash[card] < part)
            {
                // The operator brings notes to the nearest ATM.
                var brought = (part + 20_000_000) / 10_000_000 * 10_000_000;
                _story.DepositCash(time + 30_000_000, _cards[card], Dice.Pick(_atms), brought, Role.Dropper);
                _cash[card] += brought;
            }
            _story.Send(pays, _cards[card], customer, part, Role.Dropper, Role.None, device: _operator);
            _cash[card] -= part;
            pays += 90_000_000;
        }
        _evasion.TradeHonestly(day, _cards[Fullest()], amount);
    }

    /// <summary>Cards that have served their days are emptied and given up for others, of other people.</summary>
    private void ChangeCards(int day)
    {
        for (var card = 0; card < _cards.Count; card++)
        {
            if (!_evasion.GivesUp(card, _since[card], day))
            {
                continue;
            }
            var time = _story.At(day, _openHour, 0, -1_800 + (card * 60));
            for (var left = _cash[card] / (1_000 * Tenge) * (1_000 * Tenge); left > 0; left -= 400_000 * Tenge)
            {
                _story.Withdraw(time, _cards[card], _atms[card % _atms.Count], Math.Min(left, 400_000 * Tenge), Role.Dropper);
                time += 40_000_000;
            }
            (_cards[card], _cash[card], _since[card]) = (_story.OpenCard(_story.Recruit()), 0, day);
        }
    }

    /// <summary>A round sum of tenge or a round quantity of USDT at the day's rate with the spread; the spread stays within 1–5
    /// %.</summary>
    private (long Tiyn, long Micro) Price(int day, long tiyn, int spread)
    {
        var rates = _story.World.Rates;
        if (Dice.Chance(600))
        {
            var round = Math.Max(15_000, tiyn / Tenge / 5_000 * 5_000) * Tenge;
            var bought = rates.Micro(day, round, spread) / 10_000 * 10_000;
            return (_evasion.Price(round, bought), bought);
        }
        var step = tiyn > 50_000_000 ? 50 : 5;
        var micro = Math.Max(30, rates.Micro(day, tiyn, spread) / Usdt / step * step) * Usdt;
        var price = rates.Tiyn(day, micro, spread);
        return (_evasion.Price(price / Tenge * Tenge, micro), micro);
    }

    /// <summary>USDT from an exchange, now and then from the reserve, by way of a licensed platform with the operator's own card.</summary>
    private void Refill(int day, long time, int desk, long needed)
    {
        var micro =
            Math.Max(needed + (200 * Usdt), Dice.Around(_ordersMost * 120L, Quantiles.Narrow) * Usdt) / (50 * Usdt) * (50 * Usdt)
            + (50 * Usdt);
        _held[desk] += micro;
        if (_reserveBalance > micro && Dice.Chance(120))
        {
            _story.Move(time, _reserve, _desks[desk], micro, Role.Reserve, Role.Desk);
            _reserveBalance -= micro;
            return;
        }
        if (_exchange < _story.World.Exchanges.Platforms)
        {
            var price = _story.World.Rates.Tiyn(day, micro, 60);
            if (_purse < price)
            {
                // Notes that the drop cards gave go back in.
                var notes = (price - _purse + 9_999_999) / 10_000_000 * 10_000_000;
                _story.DepositCash(time - 12_000_000, _operatorCard, Dice.Pick(_atms), notes, Role.Organiser);
                _purse += notes;
            }
            _purse -= price;
            _story.Trade(time - 8_000_000, PaymentKind.CryptoBuy, _operatorCard, _exchange, price, micro, Role.Organiser);
            _story.TakeOut(time - 4_000_000, _operator, _exchange, _desks[desk], micro, Role.Desk);
        }
        _story.Move(time, _story.World.Exchanges.All[_exchange].Hot, _desks[desk], micro, Role.None, Role.Desk);
    }

    /// <summary>The evening: notes from the ATMs, or everything to the operator's card; too much USDT goes back to the exchange.</summary>
    private void Square(int day)
    {
        var time = _story.At(day, Math.Min(_closeHour, 23), Dice.Between(0, 40));
        var kept = _usual * Tenge * Dice.Between(1, 4);
        var byCash = Dice.Chance(620);
        for (var card = 0; card < _cards.Count; card++)
        {
            var spare = (_cash[card] - kept) / (10_000 * Tenge) * (10_000 * Tenge);
            if (spare < 60_000 * Tenge)
            {
                continue;
            }
            _cash[card] -= spare;
            if (!byCash)
            {
                time += Dice.Between(30, 240) * 1_000_000L;
                _story.Send(time, _cards[card], _operatorCard, spare, Role.Dropper, Role.Organiser, device: _operator);
                _purse += spare;
                continue;
            }
            var atm = Dice.Pick(_atms);
            while (spare > 0)
            {
                var notes = Math.Min(spare, Dice.Between(10, 40) * 10_000 * Tenge);
                time += Dice.Between(35, 170) * 1_000_000L;
                _story.Withdraw(time, _cards[card], atm, notes, Role.Dropper);
                spare -= notes;
            }
        }
        var most = _ordersMost * 260 * Usdt;
        for (var desk = 0; desk < _held.Length; desk++)
        {
            if (_held[desk] > most)
            {
                var back = (_held[desk] - (most / 2)) / Usdt * Usdt;
                _story.Move(_story.At(day, Math.Min(_closeHour, 23), 45, desk * 9), _desks[desk], _deposit, back, Role.Desk);
                _held[desk] -= back;
            }
        }
    }

    /// <summary>A drop card's owner sometimes pays in a shop with it.</summary>
    private void LiveALittle(int day)
    {
        foreach (var card in _cards)
        {
            if (Dice.Chance(70))
            {
                var city = _story.World.People.City(_story.World.Identities.Owner(card));
                _story.Buy(
                    _story.At(day, Dice.Between(9, 21), Dice.Below(60)),
                    card,
                    _story.World.Companies.Shop(city, ref Dice),
                    Dice.Around(4_500, Quantiles.Wide) * Tenge
                );
            }
        }
    }

    private void FillReserve(int day, long micro)
    {
        var parts = Dice.Between(2, 5);
        for (var i = 0; i < parts && micro > 0; i++)
        {
            var part = i == parts - 1 ? micro : Math.Min(micro, micro / 2 / (100 * Usdt) * (100 * Usdt) + (100 * Usdt));
            _story.Move(
                _story.At(day, Dice.Between(7, 22), Dice.Below(60)),
                _story.World.Exchanges.All[_story.World.Exchanges.Platforms].Hot,
                _reserve,
                part,
                Role.None,
                Role.Reserve
            );
            _reserveBalance += part;
            micro -= part;
        }
    }

    /// <summary>Which of its wallets the desk uses: each for some days, or now this, now that.</summary>
    private int Desk(int day) => _rotates ? (day - _firstDay) * _desks.Count / (_lastDay - _firstDay + 1) : Dice.Below(_desks.Count);

    /// <summary>What lies in a wallet that is given up goes to the next.</summary>
    private void HandOver(int day)
    {
        var now = Desk(day);
        for (var old = 0; _rotates && old < now; old++)
        {
            _story.Move(_story.At(day, _openHour, 0, -600 + (old * 3)), _desks[old], _desks[now], _held[old], Role.Desk, Role.Desk);
            _held[now] += _held[old];
            _held[old] = 0;
        }
    }

    private int Fullest()
    {
        var best = 0;
        for (var i = 1; i < _cash.Length; i++)
        {
            best = _cash[i] > _cash[best] ? i : best;
        }
        return best;
    }
}
