"""Talks to an ONVIF device with the ONVIFCamera of python-onvif-zeep, and holds every answer to the schemas of its WSDL folder.

    python3 onvif-zeep.py HOST PORT USER PASSWORD WSDL_FOLDER

zeep itself forgives here what does not fit (the client switches its strictness off), so each answer, notification and fault detail is
checked again by libxml2. One line per step; exits 1 when an answer breaks its schema or a step fails. It stops waiting for events
after EVENTS pulls.
"""

import sys
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

import requests
from lxml import etree
from onvif import SERVICES, ONVIFCamera, ONVIFError
from requests.auth import HTTPDigestAuth
from zeep.transports import Transport

ENVELOPE = 'http://www.w3.org/2003/05/soap-envelope'
XS = 'http://www.w3.org/2001/XMLSchema'
TT = 'http://www.onvif.org/ver10/schema'
WSNT = 'http://docs.oasis-open.org/wsn/b-2'
CONCRETE_SET = 'http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet'
EVENTS = 4
PACS = ('accesscontrol', 'doorcontrol', 'credential')


class Schemas:
    """The schemas of a folder by their namespace, those inside of WSDL files too."""

    def __init__(self, folder):
        self.found = {}
        for path in sorted(Path(folder).iterdir()):
            if path.suffix in ('.xsd', '.wsdl'):
                for schema in etree.parse(str(path)).iter(f'{{{XS}}}schema'):
                    self.found.setdefault(schema.get('targetNamespace'), (schema, path))

    @lru_cache(maxsize=None)
    def of(self, namespace):
        schema, path = self.found[namespace]
        return etree.XMLSchema(etree.fromstring(etree.tostring(schema), base_url=str(path)).getroottree())

    def errors(self, element):
        name = etree.QName(element)
        if name.namespace not in self.found:
            return [f'no schema has the namespace {name.namespace}']
        schema = self.of(name.namespace)
        # A tree of its own, so that line and path of an error are those of the element.
        schema.validate(etree.fromstring(etree.tostring(element)))
        return [error.message for error in schema.error_log]


class Checked(Transport):
    """What zeep sends goes out as it is; what comes back is checked before zeep sees it."""

    def __init__(self, schemas):
        super().__init__(cache=None, timeout=30, operation_timeout=30)
        self.schemas = schemas
        self.checked = 0
        self.broken = []

    def post(self, address, message, headers):
        response = super().post(address, message, headers)
        body = etree.fromstring(response.content).find(f'{{{ENVELOPE}}}Body')
        for element in self.parts(body):
            self.checked += 1
            for error in self.schemas.errors(element):
                self.broken.append(f'{etree.QName(element).localname}: {error}')
        for described in body.iter(f'{{{TT}}}SimpleItemDescription'):
            if described.get('Type').rpartition(':')[0] not in described.nsmap:
                self.broken.append(f'SimpleItemDescription: nothing says what the prefix of {described.get("Type")} is')
        return response

    @staticmethod
    def parts(body):
        fault = body.find(f'{{{ENVELOPE}}}Fault')
        yield from body if fault is None else fault.iterfind(f'{{{ENVELOPE}}}Detail/*')
        # These stand where the schema of the answer takes anything.
        yield from body.iter(f'{{{TT}}}Message')


def say(step, *facts):
    print(step, *facts, flush=True)


def refused(step, call):
    """A call that the device has to refuse; says with which words."""
    try:
        call()
    except ONVIFError as error:
        say(step, 'refused:', error.reason.split(' - ')[-1].strip())
    else:
        raise SystemExit(f'{step} was accepted')


def told(answer):
    """Topics and data of pulled notifications, as text."""
    for notification in answer.NotificationMessage:
        message = notification.Message._value_1
        items = message.findall(f'{{{TT}}}Data/{{{TT}}}SimpleItem')
        data = ' '.join(f'{item.get("Name")}={item.get("Value")}' for item in items)
        # zeep drops the text of an element that may hold elements too, as Topic may: it is read where the message stands.
        topic = message.getparent().getparent().findtext(f'{{{WSNT}}}Topic')
        yield topic, message.get('PropertyOperation'), data


def device(camera):
    management = camera.devicemgmt
    information = management.GetDeviceInformation()
    say('GetDeviceInformation', information.Manufacturer, '|', information.Model, '|', information.SerialNumber)
    clock = management.GetSystemDateAndTime()
    say('GetSystemDateAndTime', clock.DateTimeType, clock.UTCDateTime.Date.Year, clock.TimeZone.TZ)
    capabilities = management.GetCapabilities({'Category': 'All'})
    say('GetCapabilities', *[name for name in capabilities if capabilities[name] is not None])
    services = management.GetServices({'IncludeCapability': False})
    say('GetServices', *[service.Namespace.removeprefix('http://www.onvif.org/') for service in services])
    for service in services:
        camera.xaddrs.setdefault(service.Namespace, service.XAddr)
    say('GetScopes', len(management.GetScopes()))
    say('GetHostname', management.GetHostname().Name)
    say('GetNTP', management.GetNTP().NTPManual[0].IPv4Address)


def media(camera, login):
    service = camera.create_media_service()
    profile = service.GetProfiles()[0]
    say('GetProfiles', profile.token, profile.VideoEncoderConfiguration.Encoding)
    say('GetVideoSources', service.GetVideoSources()[0].token)
    setup = {'Stream': 'RTP-Unicast', 'Transport': {'Protocol': 'RTSP'}}
    say('GetStreamUri', service.GetStreamUri({'StreamSetup': setup, 'ProfileToken': profile.token}).Uri)
    uri = service.GetSnapshotUri({'ProfileToken': profile.token}).Uri
    picture = requests.get(uri, auth=HTTPDigestAuth(*login), timeout=30)
    jpeg = picture.content[:2] == b'\xff\xd8' and picture.content[-2:] == b'\xff\xd9'
    say('GetSnapshotUri', picture.status_code, picture.headers['content-type'], 'JPEG' if jpeg else 'no JPEG')


def pacs(camera, folder):
    """The client has no names for these services: they are told to it, as its users do."""
    for name in PACS:
        binding = etree.parse(str(folder / f'{name}.wsdl')).find('{http://schemas.xmlsoap.org/wsdl/}binding')
        namespace = f'http://www.onvif.org/ver10/{name}/wsdl'
        SERVICES[name] = {'ns': namespace, 'wsdl': f'{name}.wsdl', 'binding': binding.get('name')}
    points, doors, credentials = (camera.create_onvif_service(name) for name in PACS)
    for name, service in zip(PACS, (points, doors, credentials)):
        say('GetServiceCapabilities', name, service.GetServiceCapabilities().MaxLimit)
    point = points.GetAccessPointInfoList().AccessPointInfo[0]
    say('GetAccessPointInfoList', point.token, point.Entity)
    say('GetAccessPointInfo', points.GetAccessPointInfo({'Token': [point.token]})[0].Name)
    say('GetAccessPointState', points.GetAccessPointState({'Token': point.token}).Enabled)
    door = doors.GetDoorInfoList().DoorInfo[0]
    say('GetDoorInfoList', door.token)
    state = doors.GetDoorState({'Token': door.token})
    say('GetDoorState', state.DoorPhysicalState, state.LockPhysicalState, state.Alarm, state.DoorMode)
    say('GetCredentialInfoList', len(credentials.GetCredentialInfoList().CredentialInfo))
    refused('GetDoorState of no door', lambda: doors.GetDoorState({'Token': 'nowhere'}))


def events(camera):
    service = camera.create_events_service()
    say('GetServiceCapabilities events', service.GetServiceCapabilities().MaxPullPoints)
    topics = service.GetEventProperties().TopicSet._value_1
    say('GetEventProperties', *[etree.QName(topic).localname for topic in topics])
    # ONVIFCamera has subscribed while it connected.
    pull_point = camera.create_pullpoint_service()
    pull = {'Timeout': timedelta(seconds=5), 'MessageLimit': 50}
    states = [operation for _, operation, _ in told(pull_point.PullMessages(pull))]
    say('CreatePullPointSubscription', set(states))
    pull_point.SetSynchronizationPoint()
    again = [operation for _, operation, _ in told(pull_point.PullMessages(pull))]
    say('SetSynchronizationPoint', 'the same states' if again == states else 'other states')
    say('waiting for events')
    for _ in range(EVENTS):
        heard = list(told(pull_point.PullMessages(pull)))
        for topic, operation, data in heard:
            say('PullMessages', topic, operation, data)
        if heard:
            break
    manager = camera.create_onvif_service('subscription', portType='PullPointSubscription')
    renewed = manager.Renew({'TerminationTime': 'PT2M'})
    say('Renew', renewed.TerminationTime - renewed.CurrentTime)
    refused('Renew into the past', lambda: manager.Renew({'TerminationTime': '2001-01-01T00:00:00Z'}))
    pull_point.Unsubscribe()
    refused('PullMessages after Unsubscribe', lambda: pull_point.PullMessages(pull))
    past = {'InitialTerminationTime': '2001-01-01T00:00:00Z'}
    refused('a subscription until yesterday', lambda: service.CreatePullPointSubscription(past))
    for name, attributes in ('TopicExpression', {'Dialect': 'urn:none'}), ('MessageContent', {}), ('Weather', {}):
        refused(f'a filter by {name}', lambda: service.CreatePullPointSubscription(filtered(name, 'x', attributes)))
    filters(camera, service, pull)


def filtered(name, text, attributes):
    part = etree.Element(f'{{{WSNT}}}{name}', attributes, nsmap={'wsnt': WSNT, 'tns1': 'http://www.onvif.org/ver10/topics'})
    part.text = text
    return {'Filter': {'_value_1': [part]}}


def filters(camera, service, pull):
    """A subscription to one topic, and the past that it can be set back to."""
    expression = 'tns1:Door/State/DoorAlarm|tns1:RuleEngine/FieldDetector/ObjectsInside'
    wanted = filtered('TopicExpression', expression, {'Dialect': CONCRETE_SET})
    address = service.CreatePullPointSubscription(wanted).SubscriptionReference.Address._value_1
    camera.xaddrs['http://www.onvif.org/ver10/events/wsdl/PullPointSubscription'] = address
    pull_point = camera.create_pullpoint_service()
    say('a filter', *{topic for topic, _, _ in told(pull_point.PullMessages(pull))})
    pull_point.Seek({'UtcTime': '2001-01-01T00:00:00Z'})
    say('Seek', *dict.fromkeys(topic for topic, _, _ in told(pull_point.PullMessages(pull))))
    forever = {'Timeout': timedelta(days=1), 'MessageLimit': 1}
    refused('PullMessages for a day', lambda: pull_point.PullMessages(forever))
    pull_point.Unsubscribe()


def main(host, port, user, password, folder):
    checked = Checked(Schemas(folder))
    options = {'wsdl_dir': folder, 'no_cache': True, 'transport': checked}
    # The time and the list of services are open to everybody: only what comes after tells whether the login is right.
    wrong = ONVIFCamera(host, port, user, f'not {password}', adjust_time=True, event_pullpoint=False, **options)
    refused('a wrong password', wrong.devicemgmt.GetDeviceInformation)
    ours = ONVIFCamera(host, port, user, password, event_pullpoint=False, **options)
    refused('a token of our own time', ours.devicemgmt.GetDeviceInformation)
    camera = ONVIFCamera(host, port, user, password, adjust_time=True, **options)
    device(camera)
    if SERVICES['media']['ns'] in camera.xaddrs:
        media(camera, (user, password))
    if 'http://www.onvif.org/ver10/doorcontrol/wsdl' in camera.xaddrs:
        pacs(camera, Path(folder))
    events(camera)
    for error in checked.broken:
        say('BROKEN', error)
    say('checked', checked.checked)
    return 1 if checked.broken else 0


if __name__ == '__main__':
    if len(sys.argv) != 6:
        raise SystemExit(__doc__)
    sys.exit(main(*sys.argv[1:]))
