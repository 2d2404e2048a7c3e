"""Play the suppliers' path: questionnaire, assessments year by year, people, a new bank account; and prices beside."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from sqlalchemy import select

from inventory.tables import Category
from kernel.amounts import Money, Quantity
from procurement import qualifying, sale_prices_keeping, supplier_file_keeping, watching_prices
from procurement.finding_qualification import due_assessments
from procurement.tables import Question, SalePrice
from webapp.demo.company import SUPPLIERS
from webapp.demo.stage import Stage
from webapp.first_questions import FIRST_QUESTIONS

REST_DAYS = 45
"""So many days before today nobody is assessed any more: a newcomer finds somebody to assess."""
NOTED_PARTS = 6
SOURCES = ("1688", "华强北报价", "行业价格月报")


def write_questions(stage: Stage) -> None:
    """Write the questionnaire that suppliers are assessed by."""
    stage.do(
        qualifying.write_questionnaire,
        by="supervisor",
        name_zh="供应商评审",
        name_en="Supplier assessment",
        pass_percent=70,
        questions=tuple(qualifying.NewQuestion(zh, en, weight) for zh, en, weight in FIRST_QUESTIONS),
    )


def qualify(stage: Stage, supplier_id: int, reputation: int) -> None:
    """Assess a supplier by the inspector and approve it by the supervisor."""
    session = stage.session
    rows = session.execute(select(Question.id, Question.questionnaire_id).order_by(Question.position)).all()
    points = [min(100, max(70, reputation + turn * 3 - 5)) for turn in range(len(rows))]
    stage.do(
        qualifying.assess_supplier,
        by="inspector",
        supplier_id=supplier_id,
        questionnaire_id=rows[0].questionnaire_id,
        answers=tuple(qualifying.Given(row.id, given) for row, given in zip(rows, points, strict=True)),
        note="现场审核通过",
    )
    stage.do(
        qualifying.set_supplier_state, by="supervisor", supplier_id=supplier_id, state="approved", reason="现场审核通过"
    )


def open_files(stage: Stage) -> None:
    """Enter second contacts, the categories that suppliers are bound to, samples, and spread the next assessments."""
    session = stage.session
    codes = dict(session.execute(select(Category.code, Category.id)).all())
    for place, truth in enumerate(SUPPLIERS):
        key = stage.suppliers[truth.code]
        if place % 3 == 0:
            stage.do(
                supplier_file_keeping.set_contact,
                by="buyer",
                supplier_id=key,
                name=f"{truth.contact[:1]}会计",
                role="accounts",
                phone=f"0571-8800{2000 + place}",
            )
        stage.do(
            supplier_file_keeping.set_categories,
            by="buyer",
            supplier_id=key,
            category_ids=tuple(sorted(codes[code] for code in truth.categories if code in codes)),
        )
        stage.do(
            qualifying.reschedule_assessment,
            by="supervisor",
            supplier_id=key,
            next_assessment_on=stage.today + timedelta(days=200 + 11 * place),
            reason="年度复评排期",
        )
    for part in stage.parts[:3]:
        stage.do(
            qualifying.record_sample,
            by="inspector",
            supplier_id=stage.suppliers[part.offers[0].supplier],
            part_id=part.id,
            passed=part.quantity(5),
            failed=Quantity.zero(),
            inspected_on=stage.today,
            note="尺寸、耐压、外观合格",
        )


def assess_again(stage: Stage, until: date) -> None:
    """Assess those whose day comes within a month, but leave the last weeks before today to the newcomer."""
    if stage.today > until - timedelta(days=REST_DAYS):
        return
    reputation = {stage.suppliers[truth.code]: truth.reputation for truth in SUPPLIERS}
    due = [row.id for row in due_assessments(stage.session, by_day=stage.today + timedelta(days=30))]
    for key in due:
        if key in reputation:
            qualify(stage, key, reputation[key])


def note_market(stage: Stage, rng: Random) -> None:
    """Note what some parts cost on the market, and watch the prices."""
    for part in stage.parts[:NOTED_PARTS]:
        price = Money.of(f"{part.cost * rng.uniform(0.94, 1.12):.2f}")
        note = watching_prices.NewNote(part.id, price, stage.today, rng.choice(SOURCES))
        stage.do(watching_prices.note_market_prices, by="buyer", notes=(note,))
    stage.do(watching_prices.watch_prices, by="buyer", on=stage.today)


def make_sale_prices(stage: Stage) -> None:
    """Propose the sale prices of the rule and approve them by another person."""
    stage.do(sale_prices_keeping.propose_by_rule, by="buyer", from_on=stage.today)
    ids = tuple(stage.session.scalars(select(SalePrice.id).where(SalePrice.state == "open").order_by(SalePrice.id)))
    if ids:
        stage.do(sale_prices_keeping.decide_sale_prices, by="supervisor", sale_price_ids=ids, approve=True)


def leave_open(stage: Stage) -> None:
    """Leave for the newcomer a bank account to check and a sale price to approve."""
    stage.do(
        supplier_file_keeping.propose_bank,
        by="buyer",
        supplier_id=stage.suppliers[SUPPLIERS[1].code],
        bank_name="示例银行顺德支行",
        bank_account="6200 0000 0000 9001",
        reason="供应商来函更换开户行",
    )
    part = stage.parts[0]
    stage.do(
        sale_prices_keeping.propose_sale_price,
        by="buyer",
        part_id=part.id,
        unit_price_cny=Money.of(f"{part.cost * 1.5:.2f}"),
        from_on=stage.today + timedelta(days=14),
        reason="铜价上涨，按新成本调整",
    )
