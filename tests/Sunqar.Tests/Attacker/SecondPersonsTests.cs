using Sunqar.Core.Acts;
using Sunqar.Core.Blocking;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Commands;
using Sunqar.Core.Cases.Measures;
using Sunqar.Core.Cases.Outbox;
using Sunqar.Core.Confirmations;
using Sunqar.Core.Facts;
using Sunqar.Core.Footage;
using Sunqar.Core.Identity;
using Sunqar.Core.Oversight;
using Sunqar.Core.People;
using Sunqar.Core.Publishing;
using Sunqar.Core.Registry;
using Sunqar.Core.Screening;
using Xunit;
using Actor = Sunqar.Core.Acts.Actor;

namespace Sunqar.Tests.Attacker;

/// <summary>The table of acts: no act that harms somebody is one person's. Each row is tried by one person alone, by the same person as his
/// own second, by a limited second person, and by a lawful one; and it says which fact records it.</summary>
public sealed class SecondPersonsTests
{
    /// <summary>A harmful act: who asks, how the second person agrees, which fact the harm is and which alarm tells of it.</summary>
    /// <param name="Ask">By the asker, in a house where the case "c" is the asker's.</param>
    /// <param name="Agree">What a second person sends, given what asking answered.</param>
    /// <param name="Second">Of which role and unit a lawful second person is.</param>
    /// <param name="Harm">The fact without which nobody is harmed.</param>
    private sealed record Row(
        string Act,
        Role Asker,
        Func<AttackedHouse, Actor, Command> Ask,
        Func<AttackedHouse, string, Command> Agree,
        (Role Role, string Unit) Second,
        Type Harm,
        AlarmKind Alarm = AlarmKind.None
    );

    private static Row[] Rows =>
        [
            .. new[] { Role.Head, Role.Supervisor, Role.Overseer, Role.Admin }.SelectMany(Guarded),
            .. Confirmations,
            .. Measures,
            new(
                "licence.change",
                Role.Supervisor,
                (house, _) => new ChangeLicence(house.Key, null, "AIFC rule 1", "BYBIT", "", "revoked", "a quarrel", house.Register),
                (house, id) => new JudgeProposal(house.Key, null, id, true, "agreed"),
                (Role.Supervisor, "unit-s"),
                typeof(LicenceChanged),
                AlarmKind.Licence
            ),
            new(
                "rules.publish",
                Role.Analyst,
                (house, _) => house.OtherRules(),
                (house, id) => new JudgeProposal(house.Key, null, id, true, "agreed"),
                (Role.Supervisor, "unit-s"),
                typeof(RulebookOrdered)
            ),
            new(
                "footage.renew-key",
                Role.Supervisor,
                (house, _) => new RenewFootageKey(house.Key, "the key was lost", "CASPKZKA", Footage.FootageSamples.Signer().Key.Text),
                (house, id) => new JudgeProposal(house.Key, null, id, true, "agreed"),
                (Role.Supervisor, "unit-s"),
                typeof(FootageKeyNamed)
            ),
            new(
                "dropper.list",
                Role.Officer,
                (house, _) => new ListDropper(house.Key, "c", "art. 232-1", new SubjectId(7), "lent a card"),
                (house, id) => new JudgeProposal(house.Key, "c", id, true, "agreed"),
                (Role.Head, "unit-b"),
                typeof(DropperListed)
            ),
            new(
                "block.request",
                Role.Supervisor,
                (house, _) => house.Block("newspaper.example.org"),
                (house, id) => new JudgeBlock(house.Key, "", id, true, "", house.Licensed),
                (Role.Supervisor, "unit-s"),
                typeof(BlockApproved)
            ),
            new(
                "partner.list",
                Role.Admin,
                (house, _) => new ListPartner(house.Key, "bank-nobank", PartnerBook.Folder, "", [PartnerBook.Measures]),
                (house, id) => new JudgeProposal(house.Key, null, id, true, "agreed"),
                (Role.Supervisor, "unit-s"),
                typeof(PartnerListed),
                AlarmKind.Partner
            ),
            new(
                "log.restore",
                Role.Admin,
                (house, _) => new RestoreHistory(house.Key, [new StreamMark("payments", 7, new string('a', 64))], "a broken disk"),
                (house, id) => new JudgeProposal(house.Key, null, id, true, "agreed"),
                (Role.Overseer, "oversight"),
                typeof(HistoryRestored),
                AlarmKind.Restored
            ),
            new(
                "case.close",
                Role.Head,
                (house, _) => new NoteCase(house.Key, "c", "duty", "nothing was found"),
                (house, _) => new CloseCase(house.Key, "c", "duty", CaseResult.NoGrounds, "nothing"),
                (Role.Head, "unit-b"),
                typeof(CaseClosed)
            ),
            new(
                "access.ask",
                Role.Officer,
                (house, _) => house.AskLook(),
                (house, id) => new AnswerGrant(house.Key, "c", id, true, ""),
                (Role.Head, "unit-b"),
                typeof(GrantApproved)
            ),
        ];

    /// <summary>What befalls somebody's money, one or many at once.</summary>
    private static Row[] Measures =>
        [
            new(
                "measure.request",
                Role.Officer,
                (house, _) => house.Suspend(),
                (house, id) => new DecideMeasure(house.Key, "c", "duty", id, true, "agreed"),
                (Role.Head, "unit-b"),
                typeof(MessagePosted)
            ),
            new(
                "measure.request-many",
                Role.Officer,
                (house, _) => house.SuspendBoth(),
                (house, id) => new DecideMeasures(house.Key, "c", "duty", id, [id], true, "agreed"),
                (Role.Head, "unit-b"),
                typeof(MessagePosted)
            ),
        ];

    /// <summary>Whose signature is believed, and whose word no longer.</summary>
    private static Row[] Confirmations =>
        [
            new(
                "verifier.pin",
                Role.Supervisor,
                (house, _) => new PinVerifier(house.Key, "letter 7", "CASPKZKA", new string('a', Es256.HexLength)),
                (house, id) => new JudgeProposal(house.Key, null, id, true, "agreed"),
                (Role.Supervisor, "unit-s"),
                typeof(VerifierPinned)
            ),
            new(
                "word.end",
                Role.Supervisor,
                (house, _) => new EndWord(house.Key, "order 7", "CASPKZKA", ProofMeans.Device, long.MaxValue, house.Register),
                (house, id) => new JudgeProposal(house.Key, null, id, true, "agreed"),
                (Role.Supervisor, "unit-s"),
                typeof(WordEnds)
            ),
        ];

    /// <summary>Of each guarded role an account is made, renewed, limited and suspended.</summary>
    private static IEnumerable<Row> Guarded(Role role)
    {
        var unit = "unit-z";
        yield return new(
            "people.invite",
            Role.Admin,
            (house, _) => new InvitePerson(house.Key, house.Key, role, unit, 1_000_000),
            (house, id) => new ConfirmInvitation(house.Key, id),
            (Role.Admin, "administration"),
            typeof(InvitationConfirmed),
            AlarmKind.Guarded
        );
        yield return new(
            "people.invite",
            Role.Admin,
            (house, _) => new InvitePerson(house.Key, house.Key, role, unit, 1_000_000, house.Hire("victim", role, unit).Id),
            (house, id) => new ConfirmInvitation(house.Key, id),
            (Role.Admin, "administration"),
            typeof(InvitationConfirmed),
            AlarmKind.Guarded
        );
        foreach (var standing in new[] { Standing.Limited, Standing.Suspended })
        {
            // An admin does not even ask it of an overseer: another overseer does.
            yield return new(
                "people.give-standing",
                role == Role.Overseer ? Role.Overseer : Role.Admin,
                (house, _) => new GiveStanding(house.Key, house.Hire("victim", role, unit).Id, standing, "a quarrel"),
                (house, id) => new JudgeProposal(house.Key, null, id, true, "agreed"),
                (Role.Admin, "administration"),
                typeof(StandingGiven),
                AlarmKind.Guarded
            );
        }
    }

    public static TheoryData<int, string> Numbered
    {
        get
        {
            var data = new TheoryData<int, string>();
            var rows = Rows;
            for (var i = 0; i < rows.Length; i++)
                data.Add(i, $"{rows[i].Act} by {rows[i].Asker}, {rows[i].Harm.Name}");
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Numbered))]
    public void One_person_alone_harms_nobody_and_two_do_it_on_record(int number, string what)
    {
        var row = Rows[number];
        var house = new AttackedHouse();
        var asker = house.Hire("asker", row.Asker, "unit-a");
        house.Assign(asker);
        var limited = house.Hire("limited", row.Second.Role, row.Second.Unit);
        house.Limit(limited);

        var asked = house.Do(row.Ask(house, asker), asker);
        Assert.True(asked is CommandOutcome.Done, $"{what}: {(asked as CommandOutcome.Refused)?.Reason}");
        var id = ((CommandOutcome.Done)asked).Answer;
        house.Forbid(row.Harm, what + ", asked by one person");

        Assert.True(house.Do(row.Agree(house, id), asker) is CommandOutcome.Refused, what + ", agreed to by whoever asked");
        Assert.True(house.Do(row.Agree(house, id), limited) is CommandOutcome.Refused, what + ", agreed to by a limited account");
        foreach (var role in Enum.GetValues<Role>().Except([row.Second.Role, Role.Head, Role.Supervisor, Role.Admin, Role.Overseer]))
            Assert.True(house.Do(row.Agree(house, id), new Actor("x-" + role, role, "unit-b")) is CommandOutcome.Refused, $"{what} {role}");
        house.Forbid(row.Harm, what + ", agreed to by nobody lawful");

        var second = house.Hire("second", row.Second.Role, row.Second.Unit);
        if (row.Act == "access.ask")
            second = house.Drawn(id);
        var done = house.Do(row.Agree(house, id), second);
        Assert.True(done is CommandOutcome.Done, $"{what}, by a second person: {(done as CommandOutcome.Refused)?.Reason}");
        Assert.Contains(house.Acts, act => act.What.Any(fact => fact.GetType() == row.Harm));
        if (row.Alarm != AlarmKind.None)
            Assert.Contains(house.Alarms, alarm => alarm.Kind == row.Alarm && alarm.Account == asker.Id);
    }

    [Fact]
    public void Every_act_of_the_house_stands_in_the_table_and_every_harmful_one_is_attacked_here()
    {
        var names = CommandNames.All().ToList();
        Assert.Equal([], names.Where(name => ActTable.Find(name) is null));
        Assert.Equal([], ActTable.Lines.Select(line => line.Name).Except(names));
        var harmful = ActTable.Lines.Where(line => line.Harms.Length > 0).ToList();
        Assert.Equal([], harmful.Where(line => line.Second.Length == 0).Select(line => line.Name));
        var attacked = Rows.Select(row => row.Act).ToHashSet();
        Assert.Equal([], harmful.Where(line => !attacked.Contains(line.Name)).Select(line => line.Name));
    }

    /// <summary>The attack of the first day: an admin limits the other admin, is then the only one, and goes on alone.</summary>
    [Fact]
    public void An_admin_does_not_become_the_only_one()
    {
        var house = new AttackedHouse();
        var (one, other) = (house.Hire("admin-1", Role.Admin, "administration"), house.Hire("admin-2", Role.Admin, "administration"));
        Assert.IsType<CommandOutcome.Done>(house.Do(new GiveStanding(house.Key, other.Id, Standing.Limited, "a quarrel"), one));
        Assert.Equal(Standing.Good, house.Staff.Find(other.Id)!.Standing);
        // Even where the root key limited the other one, what the one invites waits.
        house.Limit(other);
        foreach (var role in new[] { Role.Admin, Role.Head, Role.Supervisor, Role.Overseer })
        {
            var id = "i-" + role;
            house.Do(new InvitePerson(house.Key, id, role, "unit-z", 1_000_000), one);
            Assert.IsType<CommandOutcome.Refused>(house.Do(new ConfirmInvitation(house.Key, id), other));
            Assert.IsType<CommandOutcome.Refused>(house.Do(new Enrol(house.Key, id, "dummy", "s", 1), Actor.Nobody));
        }
        Assert.IsType<CommandOutcome.Refused>(house.Do(new GivePost(house.Key, "asker", Role.Supervisor, "unit-z"), one));
    }

    /// <summary>Where too few are left the root key recovers, at the machine itself: an act, and an alarm.</summary>
    [Fact]
    public void The_root_key_recovers_on_record()
    {
        var house = new AttackedHouse();
        var admin = house.Hire("admin-1", Role.Admin, "administration");
        house.Do(new GiveStanding(house.Key, admin.Id, Standing.Suspended, "the key was lost"), Actor.House);
        Assert.Equal(Standing.Suspended, house.Staff.Find(admin.Id)!.Standing);
        Assert.Contains(house.Alarms, alarm => alarm.Kind == AlarmKind.RootKey);
        Assert.Contains(house.Acts, act => act.Author == Actor.House.Id && act.What is [StandingGiven]);
    }

    /// <summary>What waits does not outlive the standing of whoever asked, nor its week.</summary>
    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, Command.ProposalUs)]
    public void A_proposal_lapses(bool isLimited, long laterUs)
    {
        var house = new AttackedHouse();
        var asker = house.Hire("asker", Role.Admin, "administration");
        var second = house.Hire("second", Role.Admin, "administration");
        var victim = house.Hire("victim", Role.Head, "unit-b");
        var id = ((CommandOutcome.Done)house.Do(new GiveStanding(house.Key, victim.Id, Standing.Limited, "why"), asker)).Answer;
        if (isLimited)
            house.Limit(asker);
        house.NowUs += laterUs;
        Assert.IsType<CommandOutcome.Refused>(house.Do(new JudgeProposal(house.Key, null, id, true, "agreed"), second));
        Assert.Equal(Standing.Good, house.Staff.Find(victim.Id)!.Standing);
    }

    /// <summary>A revoked licence does not come back by a suspension that waited meanwhile.</summary>
    [Fact]
    public void Two_changes_of_one_licence_do_not_wait_together()
    {
        var house = new AttackedHouse();
        var supervisor = house.Hire("asker", Role.Supervisor, "unit-s");
        ChangeLicence To(string status) => new(house.Key, null, "AIFC rule 1", "BYBIT", "", status, "why", house.Register);
        Assert.IsType<CommandOutcome.Done>(house.Do(To("revoked"), supervisor));
        Assert.IsType<CommandOutcome.Refused>(house.Do(To("suspended"), supervisor));
    }
}
