using Sunqar.Core.Acts;
using Sunqar.Core.Confirmations;
using Sunqar.Core.Identity;
using Xunit;

namespace Sunqar.Tests.Confirmations;

/// <summary>Keys of devices: enrolled, lost, replaced, counted.</summary>
public sealed class DeviceTests : IDisposable
{
    private readonly ConfirmationRoom _room = new();

    [Fact]
    public void People_on_a_device_and_devices_of_a_person_are_counted_across_banks()
    {
        _room.Enrol(ConfirmationRoom.Aru, device: 70);
        _room.Enrol(ConfirmationRoom.Bek, device: 70, actor: ConfirmationRoom.OtherBank);
        var third = _room.Enrol(ConfirmationRoom.Bek, device: 71);
        var enrolled = _room.Book.Key(third.Id)!.Enrolled;
        Assert.Equal((1, 2), (enrolled.People, enrolled.Devices));
        Assert.Equal(2, _room.Book.PeopleOn(new SubjectId(70)));
        _room.Do(new EndDevice("e", third.Id, DeviceEnd.Lost));
        Assert.Equal(1, _room.Book.DevicesOf(ConfirmationRoom.Bek));
    }

    [Fact]
    public void A_key_is_one_persons_and_does_not_come_back()
    {
        var phone = _room.Enrol(ConfirmationRoom.Aru);
        EnrolDevice Again(SubjectId person) => new(_room.NextKey(), person, new SubjectId(70), phone.Point, "", EnrolDevice.Unattested, "");
        Assert.Equal("key", _room.Told(Again(ConfirmationRoom.Bek)));
        _room.Do(new EndDevice("e", phone.Id, DeviceEnd.Revoked));
        Assert.Equal("key", _room.Told(Again(ConfirmationRoom.Aru)));
        Assert.Equal("key", _room.Told(new EndDevice("f", phone.Id, DeviceEnd.Lost)));
        Assert.Equal("key", _room.Told(new EndDevice("g", phone.Id, DeviceEnd.Lost), ConfirmationRoom.OtherBank));
    }

    [Fact]
    public void A_new_telephone_ends_the_old_one_in_the_same_act()
    {
        var old = _room.Enrol(ConfirmationRoom.Aru);
        using var next = new PhoneKey("");
        EnrolDevice Replacing(SubjectId person) =>
            new(_room.NextKey(), person, new SubjectId(72), next.Point, "", EnrolDevice.Unattested, old.Id);
        Assert.Equal("replaces", _room.Told(Replacing(ConfirmationRoom.Bek)));
        var done = Assert.IsType<CommandOutcome.Done>(_room.Do(Replacing(ConfirmationRoom.Aru)));
        Assert.Equal([typeof(DeviceEnded), typeof(DeviceEnrolled)], done.Facts.Select(fact => fact.GetType()));
        Assert.Equal(DeviceEnd.Replaced, _room.Book.Key(old.Id)!.End);
    }

    [Fact]
    public void Devices_and_challenges_have_their_limits()
    {
        for (var i = 0; i < ConfirmationLimits.DevicesMax; i++)
            Assert.StartsWith("key-", _room.Enrol(ConfirmationRoom.Aru).Id, StringComparison.Ordinal);
        Assert.Equal("Limited", _room.Enrol(ConfirmationRoom.Aru).Id);
        for (var i = 0; i < ConfirmationLimits.ChallengesMax; i++)
            _room.Ask();
        Assert.Equal(
            "Limited",
            _room.Told(
                new AskChallenge(
                    "x",
                    "P-1",
                    Core.Registry.ProofMeans.Device,
                    1,
                    Core.Payments.Currency.Kzt,
                    "",
                    "p",
                    ConfirmationRoom.Aru,
                    new string('0', 32)
                )
            )
        );
    }

    public void Dispose() => _room.Dispose();
}
