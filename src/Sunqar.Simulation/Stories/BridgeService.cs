using Sunqar.Simulation.Chance;

namespace Sunqar.Simulation.Stories;

/// <summary>A bridge between TRON and Ethereum, labelled on both: it pays out minutes after it is paid, less its fee.</summary>
internal sealed class BridgeService
{
    private readonly Story _story;
    private readonly int _tron,
        _ethereum;

    public BridgeService(Story story, string name)
    {
        (_story, _tron, _ethereum) = (story, story.OpenWallet(), story.OpenEthereum());
        var actor = name.ToLowerInvariant().Replace(' ', '_');
        story.Label(_tron, $"{name} TRON", "bridge", actor);
        story.Label(_ethereum, $"{name} Ethereum", "bridge", actor);
    }

    /// <summary>Takes an amount across; whichever chain it leaves, it comes out on the other.</summary>
    /// <returns>When and how much arrives.</returns>
    public (long TimeUs, long Micro) Cross(long timeUs, int from, int to, long micro, Role fromRole = Role.None, Role toRole = Role.None)
    {
        ref var dice = ref _story.Dice;
        var isLeavingTron = !_story.World.Wallets.IsEthereum(from);
        var arrives = timeUs + dice.Between(3, 40) * 60_000_000L;
        var paid = micro - micro * dice.Between(5, 50) / 10_000 - dice.Between(300_000, 3_000_000);
        _story.Move(timeUs, from, isLeavingTron ? _tron : _ethereum, micro, fromRole, Role.None);
        _story.Move(arrives, isLeavingTron ? _ethereum : _tron, to, paid, Role.None, toRole);
        return (arrives, paid);
    }

    /// <summary>People who use it as anybody may, by the day.</summary>
    public void LiveOn(int perDay)
    {
        ref var dice = ref _story.Dice;
        for (var day = 0; day < _story.Days; day++)
        {
            for (var trips = dice.Between(perDay / 2, perDay); trips > 0; trips--)
            {
                var person = _story.World.Wallets.OfPerson(_story.Anyone());
                var abroad = _story.OpenEthereum();
                // Round amounts are many people's: they cannot be told apart.
                var micro = dice.Chance(400) ? dice.Between(1, 20) * 100_000_000L : dice.Between(100_000, 3_000_000) * 1_000L;
                var isLeaving = dice.Chance(500);
                Cross(_story.At(day, dice.Between(7, 21), dice.Below(60)), isLeaving ? person : abroad, isLeaving ? abroad : person, micro);
            }
        }
    }
}
